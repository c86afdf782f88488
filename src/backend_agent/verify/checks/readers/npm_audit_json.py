"""Reads `npm audit --json`: advisories by package, and how many packages were looked up."""

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


def read_npm_audit_json(completed: Completed, _report: str) -> Reading:
    """An error of the registry is "not checked", whatever the exit code says."""
    document = as_mapping(load_json(completed.output))
    error = as_mapping(document.get("error"))
    if error or "message" in document:
        said = error.get("summary") or document.get("message") or error.get("code") or "no answer"
        return read_nothing(f"nothing was audited: {str(said)[:200]}", "dependencies")
    numbers = as_mapping(as_mapping(document.get("metadata")).get("dependencies"))
    total = as_number(numbers.get("total"))
    if not total:
        return read_nothing("no dependency was audited", "dependencies")
    findings = tuple(
        _finding(name, as_mapping(item))
        for name, item in as_mapping(document.get("vulnerabilities")).items()
    )
    return Reading(
        counts=Counts(examined=total, passed=max(total - len(findings), 0), failed=len(findings)),
        findings=findings,
        unit="dependencies",
    )


def _finding(name: str, item: dict[str, object]) -> Finding:
    titles = [
        str(as_mapping(each).get("title"))
        for each in as_sequence(item.get("via"))
        if as_mapping(each).get("title")
    ]
    about = titles[0] if titles else "a dependency of it has an advisory"
    return Finding(
        source=f"advisory ({item.get('severity', 'unknown')})",
        message=f"{name} {item.get('range', '')}: {about}",
        standard="SE-08",
    )
