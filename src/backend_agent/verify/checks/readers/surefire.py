"""Reads what Maven prints of its tests: the sums of Surefire and Failsafe, and what failed where."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, first_line

# The sum of a module stands alone on its line; those of single classes name the class behind it.
_SUM = re.compile(
    r"(?m)^\[\w+\] Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$"
)
_FAILED = re.compile(
    r"(?m)^\[ERROR\] {2,3}(?P<name>[\w$.]+(?:\[[^\]]*\])?):(?P<line>\d+)(?:->\S+)* (?P<text>.*)$"
)
_BROKEN = re.compile(r"(?m)^\[ERROR\] (?P<path>\S+\.\w+):\[(?P<line>\d+),\d+\] (?P<text>.*)$")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


def read_surefire(completed: Completed, _report: str) -> Reading:
    """Sums over all modules. What does not compile is a finding, and no test ran."""
    text = _COLOUR.sub("", f"{completed.output}\n{completed.errors}")
    ran, failures, errors, skipped = (
        sum(int(found[place]) for found in _SUM.findall(text)) for place in range(4)
    )
    failed = failures + errors
    findings = [
        Finding(source="test", message=f"{match['name']}: {match['text']}", line=int(match["line"]))
        for match in _FAILED.finditer(text)
    ]
    findings += {
        Finding(
            source="test", message=match["text"], path=match["path"], line=int(match["line"])
        ): None
        for match in _BROKEN.finditer(text)
    }
    examined = ran - skipped
    said = first_line("\n".join(re.findall(r"(?m)^\[ERROR\] (.+)$", text))) or "no test ran"
    blind = f"all {skipped} tests were skipped" if skipped and not examined else said
    return Reading(
        counts=Counts(examined=examined, passed=examined - failed, failed=failed, skipped=skipped),
        findings=tuple(findings),
        blind="" if examined else blind,
        unit="tests",
    )
