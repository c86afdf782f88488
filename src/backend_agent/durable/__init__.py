"""Runs as durable workflows on an embedded engine; resumed wherever they were killed."""
