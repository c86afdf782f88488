"""Reads `pyright --outputjson`: diagnostics and the number of files analysed."""

from __future__ import annotations

from typing import Literal

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


def read_pyright_json(completed: Completed, _report: str) -> Reading:
    """Information messages are left out."""
    document = as_mapping(load_json(completed.output))
    summary = as_mapping(document.get("summary"))
    if not summary:
        return read_nothing("the checker printed no JSON")
    findings = tuple(
        _finding(item)
        for item in map(as_mapping, as_sequence(document.get("generalDiagnostics")))
        if item.get("severity") in ("error", "warning")
    )
    examined = as_number(summary.get("filesAnalyzed"))
    faulty = len({finding.path for finding in findings})
    return Reading(
        counts=Counts(
            examined=examined,
            passed=max(examined - faulty, 0),
            failed=as_number(summary.get("errorCount")),
            warnings=as_number(summary.get("warningCount")),
        ),
        findings=findings,
        blind="" if examined else "no file was analysed",
    )


def _finding(item: dict[str, object]) -> Finding:
    start = as_mapping(as_mapping(item.get("range")).get("start"))
    severity: Literal["error", "warning"] = (
        "warning" if item.get("severity") == "warning" else "error"
    )
    return Finding(
        source=f"pyright {item.get('rule', '')}".strip(),
        message=str(item.get("message", "")),
        path=str(item.get("file", "")),
        line=as_number(start.get("line")) + 1,
        severity=severity,
    )
