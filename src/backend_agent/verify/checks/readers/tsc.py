"""Reads `tsc --pretty false --diagnostics`: errors with their places and the number of files."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

LINE = re.compile(
    r"(?m)^(?P<path>[^\s(][^(\n]*)\((?P<line>\d+),\d+\): error (?P<code>TS\d+): (?P<text>.*)$"
)
GLOBAL = re.compile(r"(?m)^error (?P<code>TS\d+): (?P<text>.*)$")
FILES = re.compile(r"(?m)^Files:\s+(\d+)")


def read_tsc(completed: Completed, _report: str) -> Reading:
    """Without --diagnostics the files are not counted: then a clean result proves nothing."""
    text = completed.output
    findings = tuple(
        Finding(
            source=f"tsc {match['code']}",
            message=match["text"],
            path=match["path"],
            line=int(match["line"]),
        )
        for match in LINE.finditer(text)
    ) + tuple(
        Finding(source=f"tsc {match['code']}", message=match["text"])
        for match in GLOBAL.finditer(text)
    )
    counted = FILES.search(text)
    faulty = len({finding.path for finding in findings})
    examined = max(int(counted.group(1)) if counted else 0, faulty)
    return Reading(
        counts=Counts(examined=examined, passed=max(examined - faulty, 0), failed=len(findings)),
        findings=findings,
        blind="" if examined else f"no file was counted {first_line(text)}".strip(),
    )
