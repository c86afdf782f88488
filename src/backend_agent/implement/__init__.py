"""The change itself: makers with one signature, from a step to a ChangeSet."""
