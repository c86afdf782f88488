"""ChangeSet to Verification: the ground, the checks, the review, the oracle and the verdict."""
