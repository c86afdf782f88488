"""Reads `flake8 --benchmark`: one line for each fault, and how many files were looked at."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

_FAULT = re.compile(r"(?m)^(?P<path>[^:\n]+):(?P<line>\d+):\d+: (?P<rule>[A-Z]+\d+) (?P<text>.*)$")
_FILES = re.compile(r"(?m)^(\d+)\s+total files processed\s*$")


def read_flake8(completed: Completed, _report: str) -> Reading:
    """Without its count of files a clean run proves nothing: it may have looked at none."""
    text = completed.output
    findings = tuple(
        Finding(
            source="lint", message=f"{match['rule']} {match['text']}",
            path=match["path"].removeprefix("./"), line=int(match["line"]),
        )
        for match in _FAULT.finditer(text)
    )  # fmt: skip
    files = _FILES.search(text)
    bad = len({finding.path for finding in findings})
    examined = int(files.group(1)) if files else bad
    said = first_line(completed.errors) or "it did not say how many files it looked at"
    return Reading(
        counts=Counts(examined=examined, passed=examined - bad, failed=bad),
        findings=findings,
        blind="" if examined else said,
    )
