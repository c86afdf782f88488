"""Reads the JSON report of Mocha: each test and how it ended, hooks that failed too."""

from __future__ import annotations

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


def read_mocha_json(completed: Completed, report: str) -> Reading:
    """A suite that cannot be loaded ends the run before there is a report; the message is kept. A hook
    that fails counts as a test that failed."""
    document = as_mapping(load_json(report or completed.output))
    stats = as_mapping(document.get("stats"))
    if "passes" not in stats:
        said = first_line(completed.errors) or first_line(completed.output)
        return read_nothing(said or "the test runner printed no JSON report", "tests")
    findings = tuple(
        Finding(
            source="test",
            path=str(each.get("file") or ""),
            message=f"{each.get('fullTitle')}: {_tell(each)}",
        )
        for each in map(as_mapping, as_sequence(document.get("failures")))
    )
    passed, failed = as_number(stats["passes"]), len(findings)
    skipped = as_number(stats.get("pending"))
    blind = ""
    if not passed + failed:
        blind = f"all {skipped} tests were skipped" if skipped else "no test was collected"
    return Reading(
        counts=Counts(examined=passed + failed, passed=passed, failed=failed, skipped=skipped),
        findings=findings,
        blind=blind,
        unit="tests",
    )


def _tell(case: dict[str, object]) -> str:
    return first_line(str(as_mapping(case.get("err")).get("message") or "")) or "failed"
