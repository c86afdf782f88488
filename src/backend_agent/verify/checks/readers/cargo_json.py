"""Reads `cargo clippy` and `cargo check` with `--message-format=json`: one message a line."""

from __future__ import annotations

import json

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    as_number,
    as_sequence,
    first_line,
)


def read_cargo_json(completed: Completed, _report: str) -> Reading:
    """Counts the project's own targets (those with a path); dependencies are nobody's finding here."""
    targets: set[str] = set()
    findings: dict[Finding, None] = {}
    for line in completed.output.splitlines():
        try:
            message = as_mapping(json.loads(line))
        except ValueError:
            continue
        if "path+file" not in str(message.get("package_id")):
            continue
        targets.add(json.dumps(message.get("target"), sort_keys=True))
        if message.get("reason") == "compiler-message":
            found = _finding(as_mapping(message.get("message")))
            if found is not None:
                findings.setdefault(found)
    errors = sum(finding.severity == "error" for finding in findings)
    bad = min(errors, len(targets))
    return Reading(
        counts=Counts(
            examined=len(targets),
            passed=len(targets) - bad,
            failed=bad,
            warnings=len(findings) - errors,
        ),
        findings=tuple(findings),
        blind="" if targets else first_line(completed.errors) or "no target was looked at",
        unit="targets",
    )


def _finding(message: dict[str, object]) -> Finding | None:
    """None for what sums up the others, which has no place."""
    spans = [as_mapping(each) for each in as_sequence(message.get("spans"))]
    place = next((each for each in spans if each.get("is_primary")), None)
    if place is None:
        return None
    code = as_mapping(message.get("code")).get("code", "")
    return Finding(
        source="lint",
        message=f"{code} {first_line(str(message.get('message')))}".strip(),
        path=str(place.get("file_name", "")),
        line=as_number(place.get("line_start")),
        severity="error" if message.get("level") == "error" else "warning",
    )
