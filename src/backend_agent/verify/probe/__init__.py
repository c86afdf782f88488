"""The probe: proves from the outside what a running service does."""
