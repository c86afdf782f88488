"""Reads mypy's own lines: errors with their places and the number of source files checked."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

LINE = re.compile(
    r"(?m)^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):(?:\d+:)? error: (?P<text>.*?)(?:  \[(?P<code>[\w-]+)\])?$"
)
CLEAN = re.compile(r"no issues found in (\d+) source files?")
FOUND = re.compile(r"\(checked (\d+) source files?\)")
STOPPED = re.compile(r"\(errors prevented further checking\)")


def read_mypy(completed: Completed, _report: str) -> Reading:
    """Notes are left out; an analysis that stopped early proves nothing but its errors."""
    text = f"{completed.output}\n{completed.errors}"
    findings = tuple(
        Finding(
            source=f"mypy {match['code']}" if match["code"] else "mypy",
            message=match["text"],
            path=match["path"],
            line=int(match["line"]),
        )
        for match in LINE.finditer(text)
    )
    counted = CLEAN.search(text) or FOUND.search(text)
    faulty = len({finding.path for finding in findings})
    examined = int(counted.group(1)) if counted else faulty
    blind = ""
    if not examined:
        blind = (
            f"no file was checked: {first_line(text)}" if text.strip() else "no file was checked"
        )
    elif STOPPED.search(text) and not findings:
        blind = "the checker stopped before it had checked anything"
    return Reading(
        counts=Counts(examined=examined, passed=max(examined - faulty, 0), failed=len(findings)),
        findings=findings,
        blind=blind,
    )
