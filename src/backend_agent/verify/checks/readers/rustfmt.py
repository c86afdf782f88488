"""Reads `cargo fmt -- --check --verbose`: each file that was looked at, and where it would change."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

_LOOKED = re.compile(r"(?m)^Formatting (.+)$")
# Up to 1.7 with the words "at line".
_DIFF = re.compile(r"(?m)^Diff in (?P<path>.+?)(?: at line |:)(?P<line>\d+):$")


def read_rustfmt(completed: Completed, _report: str) -> Reading:
    """One finding a place; a file with several counts once."""
    text = f"{completed.output}\n{completed.errors}"
    findings = tuple(
        Finding(
            source="format",
            message="would be reformatted",
            path=match["path"],
            line=int(match["line"]),
        )
        for match in _DIFF.finditer(text)
    )
    bad = len({finding.path for finding in findings})
    examined = max(len(set(_LOOKED.findall(text))), bad)
    return Reading(
        counts=Counts(examined=examined, passed=examined - bad, failed=bad),
        findings=findings,
        blind="" if examined else "no file was looked at",
    )
