"""Reads `go test -json`: one event a line, the last one of a test tells how it ended."""

from __future__ import annotations

import json

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, as_mapping, first_line


def read_go_test_json(completed: Completed, _report: str) -> Reading:
    """Subtests are counted as tests; a package that does not build is a failure."""
    ends: dict[tuple[str, str], str] = {}
    said: dict[tuple[str, str], list[str]] = {}
    for line in completed.output.splitlines():
        try:
            event = as_mapping(json.loads(line))
        except ValueError:
            continue
        package = str(event.get("Package") or event.get("ImportPath") or "")
        key = (package, str(event.get("Test", "")))
        action = str(event.get("Action", ""))
        if action in ("output", "build-output"):
            said.setdefault(key, []).append(str(event.get("Output", "")))
        elif action in ("pass", "fail", "skip", "build-fail"):
            ends[key] = "fail" if action == "build-fail" else action
    tests = {key: end for key, end in ends.items() if key[1]}
    faulty_packages = {key[0] for key, end in tests.items() if end == "fail"}
    broken = [key for key, end in ends.items() if not key[1] and end == "fail"]
    broken = [key for key in broken if key[0] not in faulty_packages]
    failing = [key for key, end in tests.items() if end == "fail"] + broken
    findings = tuple(
        Finding(source="test", message=f"{_name(key)}: {_explain(said.get(key, []))}")
        for key in failing
    )
    passed = sum(end == "pass" for end in tests.values())
    skipped = sum(end == "skip" for end in tests.values())
    ran = passed + len(failing)
    return Reading(
        counts=Counts(examined=ran, passed=passed, failed=len(failing), skipped=skipped),
        findings=findings,
        blind="" if ran else "no test ran",
        unit="tests",
    )


def _name(key: tuple[str, str]) -> str:
    return f"{key[0]} {key[1]}".strip()


def _explain(lines: list[str]) -> str:
    useful = [line for line in lines if not line.lstrip().startswith(("===", "---"))]
    return first_line("".join(useful)) or "failed"
