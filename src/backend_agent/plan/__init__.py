"""From a sentence and a stack to a plan: ordered steps, every file, and what can go wrong."""
