"""Reads what Biome says at its end: how many files it checked, and how many faults it found."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, read_nothing

_CHECKED = re.compile(r"^Checked (\d+) files? in", re.MULTILINE)
_FOUND = re.compile(r"^Found (\d+) (error|warning)s?\.", re.MULTILINE)
_HEAD = re.compile(r"^(?P<path>[^\s:]+\.\w+)(?::(?P<line>\d+):\d+)? (?P<rule>[\w/]+)", re.MULTILINE)


def read_biome(completed: Completed, _report: str) -> Reading:
    """Places are read from the heads of diagnostics, of which Biome prints the first twenty; where it
    counts warnings at all, a diagnostic with a line may be one and is called so."""
    text = f"{completed.output}\n{completed.errors}"
    checked = _CHECKED.search(text)
    if checked is None or checked.group(1) == "0":
        return read_nothing("no file was checked")
    counts = {kind: int(number) for number, kind in _FOUND.findall(text)}
    findings = tuple(
        Finding(
            source=f"biome {head['rule']}",
            message=head["rule"],
            path=head["path"],
            line=int(head["line"] or 0),
            severity="warning" if counts.get("warning") and head["line"] else "error",
        )
        for head in (_HEAD.finditer(text) if counts.get("error") else ())
    )
    examined, failed = int(checked.group(1)), counts.get("error", 0)
    return Reading(
        counts=Counts(
            examined=examined,
            passed=max(examined - failed, 0),
            failed=failed,
            warnings=counts.get("warning", 0),
        ),
        findings=findings,
    )
