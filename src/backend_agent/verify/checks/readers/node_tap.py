"""Reads the TAP of `node --test --test-reporter=tap` and `ava --tap`: leaves are tests, suites only
hold them."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

_POINT = re.compile(
    r"^(?P<indent> *)(?P<end>ok|not ok) \d+ - (?P<name>.*?)(?P<mark> # [A-Z]{4}\b.*)?$"
)
_SUITE = re.compile(r"^ *type: 'suite'$")
_ERROR = re.compile(r"^ *(?:error|message): (?P<error>.*)$")


def read_node_tap(completed: Completed, _report: str) -> Reading:
    """What is skipped or still to be done proves nothing; a file that cannot be loaded is a
    failed test."""
    lines = completed.output.splitlines()
    passed = skipped = 0
    findings: list[Finding] = []
    for at, line in enumerate(lines):
        point = _POINT.match(line)
        if point is None:
            continue
        details = _details(lines, at, len(point["indent"]))
        if any(_SUITE.match(each) for each in details):
            continue
        if point["mark"]:
            skipped += 1
        elif point["end"] == "ok":
            passed += 1
        else:
            said = next((found["error"] for each in details if (found := _ERROR.match(each))), "")
            message = f"{point['name']}: {said.strip(chr(39)) or 'failed'}"
            findings.append(Finding(source="test", message=message))
    ran = passed + len(findings)
    return Reading(
        counts=Counts(examined=ran, passed=passed, failed=len(findings), skipped=skipped),
        findings=tuple(findings),
        blind="" if ran else "no test ran",
        unit="tests",
    )


def _details(lines: list[str], at: int, indent: int) -> list[str]:
    """The block of facts below a test point."""
    if at + 1 >= len(lines) or lines[at + 1] != " " * (indent + 2) + "---":
        return []
    end = " " * (indent + 2) + "..."
    stop = next((n for n in range(at + 1, len(lines)) if lines[n] == end), len(lines))
    return lines[at + 1 : stop]
