"""Queries, one file per table."""
