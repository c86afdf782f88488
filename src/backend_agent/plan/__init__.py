"""Task and Stack to Plan: every file, every risk, and the request grammar."""
