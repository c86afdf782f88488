"""Repository to Stack: what it is, how it is built, by which commands it lives."""
