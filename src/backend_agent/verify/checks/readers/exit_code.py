"""Reads commands whose exit code is all there is: builds, migrations, anything that cannot count."""

from __future__ import annotations

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts
from backend_agent.verify.checks.readers.reading import Reading


def read_exit_code(completed: Completed, _report: str) -> Reading:
    """One step examined: the command itself."""
    good = completed.succeeded
    return Reading(counts=Counts(examined=1, passed=int(good), failed=int(not good)), unit="steps")
