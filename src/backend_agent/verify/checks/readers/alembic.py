"""Reads the log of a migration tool: revisions run up and down, and what models have beyond them."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

RUNNING = re.compile(r"Running (?:upgrade|downgrade|stamp_revision) ")
DRIFT = re.compile(r"New upgrade operations detected: (?P<text>.*)")
NO_DRIFT = re.compile(r"No new upgrade operations detected")
CONTEXT = re.compile(r"Will assume (?:non-)?transactional DDL|Context impl ")
FAULT = re.compile(r"(?m)^(?:FAILED: |ERROR: )?(?P<text>[\w.]*(?:Error|Exception|FAILED)\b.*)$")


def read_alembic(completed: Completed, _report: str) -> Reading:
    """Counts revisions run. Nothing left to run is one examined step: the database was asked."""
    text = f"{completed.output}\n{completed.errors}"
    steps = len(RUNNING.findall(text))
    drift = DRIFT.search(text)
    asked = bool(NO_DRIFT.search(text) or drift or CONTEXT.search(text))
    examined = steps or int(asked)
    findings: tuple[Finding, ...] = ()
    if drift:
        message = f"models and migrations differ: {drift['text'][:400]}"
        findings = (Finding(source="migrations", message=message),)
    elif not completed.succeeded:
        faults = [match["text"] for match in FAULT.finditer(text)]
        message = faults[-1][:400] if faults else first_line(completed.errors or text)
        findings = (Finding(source="migrations", message=message),)
    # A silent success is one by exit code: a logging configuration may hide the tool's lines.
    if completed.succeeded and not examined:
        examined = 1
    return Reading(
        counts=Counts(examined=examined, passed=examined - len(findings), failed=len(findings)),
        findings=findings,
        unit="revisions",
    )
