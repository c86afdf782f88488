"""Reads the JSON report of Mocha: each test and how it ended, hooks that failed too."""

from __future__ import annotations

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
    return read_tests(
        as_number(stats["passes"]), len(findings), as_number(stats.get("pending")), findings
    )


def _tell(case: dict[str, object]) -> str:
    return first_line(str(as_mapping(case.get("err")).get("message") or "")) or "failed"
