"""The parts alone."""
