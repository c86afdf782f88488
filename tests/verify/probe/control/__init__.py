"""The control: a small service that meets every standard the probe asks about, on the standard library alone."""
