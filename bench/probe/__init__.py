"""`python -m bench.probe`: every mutant of the control, and how often the control itself is accused."""
