"""Reads `isort --check-only --verbose`: a line for each file, in order or not."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

_GOOD = re.compile(r"(?m)^SUCCESS: .+ Everything Looks Good!$")
_BAD = re.compile(r"(?m)^ERROR: (?P<path>.+?) (?P<text>Imports are incorrectly sorted.*)$")


def read_isort(completed: Completed, _report: str) -> Reading:
    """Without `--verbose` a clean run names no file, and proves nothing."""
    text = f"{completed.output}\n{completed.errors}"
    findings = tuple(
        Finding(source="format", message=match["text"], path=match["path"])
        for match in _BAD.finditer(text)
    )
    kept = len(_GOOD.findall(text))
    examined = kept + len(findings)
    return Reading(
        counts=Counts(examined=examined, passed=kept, failed=len(findings)),
        findings=findings,
        blind="" if examined else "it named no file",
    )
