"""Tests of what is detected in repositories."""
