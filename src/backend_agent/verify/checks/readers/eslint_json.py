"""Reads `eslint --format json`: one entry for each file that was linted."""

from __future__ import annotations

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


def read_eslint_json(completed: Completed, _report: str) -> Reading:
    """Severity 2 is an error, 1 a warning."""
    files = load_json(completed.output)
    if not isinstance(files, list):
        return read_nothing("the linter printed no JSON")
    findings: list[Finding] = []
    faulty = 0
    for item in map(as_mapping, files):
        messages = [as_mapping(each) for each in as_sequence(item.get("messages"))]
        faulty += any(as_number(each.get("severity")) == 2 for each in messages)
        findings += [
            Finding(
                source=f"eslint {each.get('ruleId') or ''}".strip(),
                message=str(each.get("message", "")),
                path=str(item.get("filePath", "")),
                line=as_number(each.get("line")),
                severity="error" if as_number(each.get("severity")) == 2 else "warning",
            )
            for each in messages
        ]
    errors = sum(finding.severity == "error" for finding in findings)
    return Reading(
        counts=Counts(
            examined=len(files),
            passed=len(files) - faulty,
            failed=errors,
            warnings=len(findings) - errors,
        ),
        findings=tuple(findings),
        blind="" if files else "no file was linted",
    )
