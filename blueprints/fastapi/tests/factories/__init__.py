"""Payloads for requests."""
