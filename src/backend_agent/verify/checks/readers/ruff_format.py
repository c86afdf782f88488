"""Reads `ruff format --check` and `black --check`: the files that would change, and how many not."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

CHANGED = re.compile(r"(\d+) files? would be reformatted")
KEPT = re.compile(r"(\d+) files? (?:already formatted|(?:would be )?left unchanged)")
# Of ruff two forms of one message: up to 0.11 one line per file, later a diagnostic with an arrow.
PLACES = (
    re.compile(r"(?m)^Would reformat: (?P<path>.+)$"),
    re.compile(r"(?m)^would reformat (?P<path>.+)$"),
    re.compile(r"(?m)^unformatted: .*\n\s+--> (?P<path>.+?):(?P<line>\d+):\d+$"),
)
BROKEN = re.compile(
    r"(?m)^(?:error: Failed to (?:parse|format) |error: cannot (?:parse|format):? |invalid-syntax: .*\n\s+--> )"
    r"(?P<path>[^:\n]+)(?::(?P<line>\d+))?"
)


def read_ruff_format(completed: Completed, _report: str) -> Reading:
    """Counts files; a file that cannot be parsed is a finding too."""
    text = f"{completed.output}\n{completed.errors}"
    changed = sum(int(found) for found in CHANGED.findall(text))
    kept = sum(int(found) for found in KEPT.findall(text))
    findings = tuple(
        Finding(
            source="format",
            message="would be reformatted",
            path=match["path"].strip(),
            line=int(match.groupdict().get("line") or 0),
        )
        for place in PLACES
        for match in place.finditer(text)
    )
    broken = tuple(
        Finding(
            source="format",
            message="cannot be parsed",
            path=match["path"].strip(),
            line=int(match["line"] or 0),
        )
        for match in BROKEN.finditer(text)
    )
    examined = changed + kept + len(broken)
    return Reading(
        counts=Counts(examined=examined, passed=kept, failed=changed + len(broken)),
        findings=findings + broken,
        blind="" if examined else "no file was looked at",
    )
