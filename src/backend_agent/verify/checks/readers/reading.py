"""What a reader found in a tool's output: counts, findings, and why it may prove nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`blind` says why the output proves nothing ("" = it proves something); `unit` names what was
    counted ("tests", "files"). Paths of findings are as the tool prints them."""

    counts: Counts
    findings: tuple[Finding, ...] = ()
    blind: str = ""
    unit: str = "files"

    @property
    def proves(self) -> bool:
        return not self.blind and self.counts.examined > 0


# The second argument is the text of the file that the tool wrote at {report}, "" where it wrote none.
Reader = Callable[[Completed, str], Reading]


def read_nothing(reason: str, unit: str = "files") -> Reading:
    """The reading of an output that proves nothing, with the reason."""
    return Reading(counts=Counts(), blind=reason, unit=unit)


def read_tests(
    passed: int,
    failed: int,
    skipped: int,
    findings: tuple[Finding, ...],
    warnings: int = 0,
) -> Reading:
    """The reading of tests; what only skipped them, or found none, proves nothing."""
    ran = passed + failed
    blind = ""
    if not ran:
        blind = f"all {skipped} tests were skipped" if skipped else "no test was collected"
    return Reading(
        counts=Counts(
            examined=ran, passed=passed, failed=failed, skipped=skipped, warnings=warnings
        ),
        findings=findings,
        blind=blind,
        unit="tests",
    )


def load_json(text: str) -> object | None:
    """The JSON in `text`, also behind lines of chatter; None where there is none."""
    starts = [index for index in (text.find("["), text.find("{")) if index >= 0]
    for start in sorted({0, *starts}):
        try:
            found: object = json.JSONDecoder().raw_decode(text[start:].lstrip())[0]
        except ValueError:
            continue
        return found
    return None


def as_mapping(value: object) -> dict[str, object]:
    """`value` where it is an object of JSON, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_sequence(value: object) -> list[object]:
    """`value` where it is an array of JSON, else an empty one."""
    return value if isinstance(value, list) else []


def as_number(value: object) -> int:
    """`value` where it is a whole number, else 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def first_line(text: str) -> str:
    """The first line that holds something, at most 300 characters."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")[:300]
