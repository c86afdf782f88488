"""Reads `prettier --check --log-level=debug`: each file that was looked at, and what would change."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

_LOOKED = re.compile(r"(?m)^\[debug\] resolve config from [\x27\"](.+)[\x27\"]$")
_WOULD = re.compile(r"(?m)^\[warn\] (?P<path>\S.*\.\w+)$")
_BROKEN = re.compile(r"(?m)^\[error\] (?P<path>[^\s:]+): (?P<text>\w*Error: .*)$")
_PLACE = re.compile(r" \((\d+):\d+\)$")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def read_prettier(completed: Completed, _report: str) -> Reading:
    """That "all matched files" are well is said of none as well; only the debug log names them.
    Files that are ignored are not named there."""
    text = _COLOUR.sub("", f"{completed.output}\n{completed.errors}")
    findings = [
        Finding(source="format", message="would be reformatted", path=match["path"])
        for match in _WOULD.finditer(text)
    ]
    for match in _BROKEN.finditer(text):
        place = _PLACE.search(match["text"])
        line = int(place.group(1)) if place else 0
        findings.append(
            Finding(source="format", message=match["text"], path=match["path"], line=line)
        )
    bad = len({finding.path for finding in findings})
    examined = max(len(set(_LOOKED.findall(text))), bad)
    return Reading(
        counts=Counts(examined=examined, passed=examined - bad, failed=bad),
        findings=tuple(findings),
        blind="" if examined else "no file was looked at",
    )
