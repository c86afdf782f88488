"""backend-agent: a senior backend engineer you can run."""
