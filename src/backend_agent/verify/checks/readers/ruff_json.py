"""Reads `ruff check --output-format=json --verbose`: findings on stdout, the files counted on stderr."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    as_number,
    as_sequence,
    load_json,
    read_nothing,
)

CHECKED = re.compile(r"Checked (\d+) files? in")


def read_ruff_json(completed: Completed, _report: str) -> Reading:
    """Without --verbose the files are not counted: then a clean result proves nothing."""
    listed = load_json(completed.output)
    if not isinstance(listed, list):
        return read_nothing("the linter printed no JSON")
    findings = tuple(_finding(as_mapping(item)) for item in as_sequence(listed))
    counted = CHECKED.search(completed.errors)
    faulty = len({finding.path for finding in findings})
    examined = max(int(counted.group(1)) if counted else 0, faulty)
    return Reading(
        counts=Counts(examined=examined, passed=examined - faulty, failed=len(findings)),
        findings=findings,
        blind="" if examined else "no file was linted",
    )


def _finding(item: dict[str, object]) -> Finding:
    code = item.get("code")
    return Finding(
        source=f"ruff {code}" if code else "ruff",
        message=str(item.get("message", "")),
        path=str(item.get("filename", "")),
        line=as_number(as_mapping(item.get("location")).get("row")),
    )
