"""Reads `pylint --output-format=json2`: messages, and how many modules were looked at."""

from __future__ import annotations

from typing import Literal

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    as_number,
    as_sequence,
    first_line,
    load_json,
    read_nothing,
)

_ERRORS = frozenset(("error", "fatal"))


def read_pylint_json(completed: Completed, _report: str) -> Reading:
    """What the project's own configuration leaves on is its own judgement: each message fails, as its
    exit code says, except where `--fail-under` was satisfied."""
    document = as_mapping(load_json(completed.output))
    if "statistics" not in document:
        return read_nothing(first_line(completed.errors) or "it printed no JSON report")
    lenient: Literal["error", "warning"] = "warning" if completed.succeeded else "error"
    findings = tuple(
        Finding(
            source="lint",
            message=f"{each.get('messageId')} {first_line(str(each.get('message')))}",
            path=str(each.get("path", "")),
            line=as_number(each.get("line")),
            severity="error" if each.get("type") in _ERRORS else lenient,
        )
        for each in map(as_mapping, as_sequence(document.get("messages")))
    )
    bad = {finding.path for finding in findings if finding.severity == "error"}
    examined = max(as_number(as_mapping(document["statistics"]).get("modulesLinted")), len(bad))
    return Reading(
        counts=Counts(
            examined=examined,
            passed=examined - len(bad),
            failed=len(bad),
            warnings=sum(finding.severity == "warning" for finding in findings),
        ),
        findings=findings,
        blind="" if examined else "no module was looked at",
    )
