"""Reads `manage.py check`: its issues by level, and the sentence that it looked."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

_ENDED = re.compile(r"System check identified (?:no|some|\d+) issues?\b")
_ISSUE = re.compile(
    r"(?m)^(?P<subject>\S[^\n]*?): \((?P<id>[\w.]+\.(?P<level>[EWC])\d+)\) (?P<text>.*)$"
)


def read_django_check(completed: Completed, _report: str) -> Reading:
    """One step: the project with all its settings. Warnings are told and do not fail it."""
    text = f"{completed.output}\n{completed.errors}"
    findings = tuple(
        Finding(
            source="lint",
            message=f"{match['id']} {match['text']}",
            severity="warning" if match["level"] == "W" else "error",
        )
        for match in _ISSUE.finditer(text)
    )
    looked = bool(_ENDED.search(text))
    bad = any(finding.severity == "error" for finding in findings)
    said = (
        first_line(completed.errors.rstrip().rpartition("\n")[2]) or "it did not say that it looked"
    )
    return Reading(
        counts=Counts(
            examined=int(looked),
            passed=int(looked and not bad),
            failed=int(looked and bad),
            warnings=sum(finding.severity == "warning" for finding in findings),
        ),
        findings=findings,
        blind="" if looked else said,
        unit="steps",
    )
