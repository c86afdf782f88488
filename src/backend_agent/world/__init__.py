"""The only doors outside: files, processes, git, clock; each small, each with a fake."""
