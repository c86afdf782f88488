"""Tests of what is read from code."""
