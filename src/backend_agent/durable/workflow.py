"""The number of the workflow that runs are written with."""

SCHEMA = 1
"""Raise it when steps change their order or meaning, or when a value of `values/` changes its
written form: runs of another number are listed with a reason, not continued."""
