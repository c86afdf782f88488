"""Space probes."""
