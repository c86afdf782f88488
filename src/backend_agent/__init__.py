"""backend-agent: a senior backend engineer you can run."""

__version__ = "0.1.0"
