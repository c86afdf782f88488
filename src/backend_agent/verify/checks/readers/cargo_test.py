"""Reads `cargo test`: one result line for each test program, one line for each test."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

_RESULT = re.compile(r"(?m)^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;")
_FAILED = re.compile(r"(?m)^test (?P<name>.+?) \.\.\. FAILED$")
_PANIC = re.compile(
    r"(?m)^thread '(?P<name>.+?)' (?:\(\d+\) )?panicked at (?P<path>[^\s:]+):(?P<line>\d+):\d+:\n(?P<text>.*)$"
)
_BROKEN = re.compile(
    r"(?m)^error(?P<code>\[E\d+\])?: (?P<text>.*)\n\s+--> (?P<path>[^\s:]+):(?P<line>\d+):\d+"
)


def read_cargo_test(completed: Completed, _report: str) -> Reading:
    """Documentation tests count as tests; what does not compile is a finding, and no test ran."""
    text = f"{completed.output}\n{completed.errors}"
    passed, failed, skipped = (
        sum(int(found[place]) for found in _RESULT.findall(text)) for place in range(3)
    )
    panics = {match["name"]: match for match in _PANIC.finditer(text)}
    findings = [
        _finding(match["name"], panics.get(match["name"])) for match in _FAILED.finditer(text)
    ]
    findings += [
        Finding(
            source="test",
            message=f"{match['code'] or ''} {match['text']}".strip(),
            path=match["path"],
            line=int(match["line"]),
        )
        for match in _BROKEN.finditer(completed.errors)
    ]
    ran = passed + failed
    return Reading(
        counts=Counts(examined=ran, passed=passed, failed=failed, skipped=skipped),
        findings=tuple(findings),
        blind="" if ran else first_line(_last_error(completed.errors)) or "no test ran",
        unit="tests",
    )


def _finding(name: str, panic: re.Match[str] | None) -> Finding:
    if panic is None:
        return Finding(source="test", message=f"{name}: failed")
    return Finding(
        source="test",
        message=f"{name}: {panic['text']}",
        path=panic["path"],
        line=int(panic["line"]),
    )


def _last_error(errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.startswith("error")]
    return lines[-1] if lines else ""
