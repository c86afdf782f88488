"""Reads the JSON report of vitest and jest, which share one form."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    as_mapping,
    as_number,
    as_sequence,
    first_line,
    load_json,
    read_nothing,
    read_tests,
)

COLOUR = re.compile(r"\x1b\[[\d;]*m")


def read_jest_json(completed: Completed, report: str) -> Reading:
    """A suite that could not be loaded is a failure although it holds no test."""
    document = as_mapping(load_json(report or completed.output))
    if "numTotalTests" not in document:
        return read_nothing("the test runner printed no JSON report", "tests")
    findings: list[Finding] = []
    broken = 0
    for suite in map(as_mapping, as_sequence(document.get("testResults"))):
        path = str(suite.get("name", ""))
        cases = [as_mapping(each) for each in as_sequence(suite.get("assertionResults"))]
        if suite.get("status") == "failed" and not cases:
            broken += 1
            findings.append(Finding(source="test", path=path, message=_first(suite.get("message"))))
        for case in cases:
            if case.get("status") == "failed":
                messages = as_sequence(case.get("failureMessages"))
                text = _first(messages[0] if messages else "")
                name = str(case.get("fullName", ""))
                findings.append(Finding(source="test", path=path, message=f"{name}: {text}"))
    passed = as_number(document.get("numPassedTests"))
    failed = as_number(document.get("numFailedTests")) + broken
    skipped = as_number(document.get("numPendingTests")) + as_number(document.get("numTodoTests"))
    return read_tests(passed, failed, skipped, tuple(findings))


def _first(text: object) -> str:
    return first_line(COLOUR.sub("", str(text or "failed")))
