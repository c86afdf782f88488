"""Reads the JUnit XML that a test runner wrote, else the runner's own summary line."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from backend_agent.values.process import Completed
from backend_agent.values.verification import Finding
from backend_agent.verify.checks.readers.reading import (
    Reading,
    first_line,
    read_nothing,
    read_tests,
)

PLACE = re.compile(r"(?m)^(?P<path>[^\s:<>\"']+\.\w+):(?P<line>\d+): ")
INSTALLED = re.compile(r"(^|/)(site-packages|dist-packages|node_modules|lib/python[\d.]+)/")
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|warnings?)\b")
SUMMARY = re.compile(r"(?m)^(?:=+ )?((?:\d+ \w+(?:, )?)+) in [\d.]+s")
SHORT = re.compile(
    r"(?m)^(?:FAILED|ERROR) (?P<path>[^\s:]+)(?:::(?P<name>\S+))?(?: - (?P<text>.*))?$"
)


def read_pytest(completed: Completed, report: str) -> Reading:
    """Expected failures count as passed; no collected test proves nothing."""
    if report.strip():
        return _read_xml(report)
    text = f"{completed.output}\n{completed.errors}"
    lines = SUMMARY.findall(text)
    if not lines:
        return read_nothing(f"no test ran: {first_line(text) or 'no output'}", "tests")
    numbers: dict[str, int] = {}
    for amount, name in COUNT.findall(lines[-1]):
        numbers[name.removesuffix("s") if name != "passed" else name] = int(amount)
    failed = numbers.get("failed", 0) + numbers.get("error", 0)
    passed = numbers.get("passed", 0) + numbers.get("xfailed", 0) + numbers.get("xpassed", 0)
    skipped = numbers.get("skipped", 0)
    findings = tuple(
        Finding(
            source="test",
            path=match["path"],
            message=f"{match['name'] or 'collection'}: {match['text'] or 'failed'}",
        )
        for match in SHORT.finditer(text)
    )
    return read_tests(passed, failed, skipped, findings, numbers.get("warning", 0))


def read_junit(_completed: Completed, report: str) -> Reading:
    """The XML that a test runner wrote; without it nothing is known."""
    return _read_xml(report) if report.strip() else read_nothing("no report was written", "tests")


def _read_xml(report: str) -> Reading:
    try:
        # The file was written by the repository's own tests: expat refuses entity bombs since 2.4.
        root = ElementTree.fromstring(report)  # noqa: S314
    except ElementTree.ParseError as error:
        return read_nothing(f"the report of the tests is no XML: {error}", "tests")
    passed = failed = skipped = 0
    findings: list[Finding] = []
    for case in root.iter("testcase"):
        fault = case.find("failure")
        fault = case.find("error") if fault is None else fault
        leave = case.find("skipped")
        if fault is not None:
            failed += 1
            findings.append(_finding(case, fault))
        elif leave is not None and leave.get("type") != "pytest.xfail":
            skipped += 1
        else:
            passed += 1
    return read_tests(passed, failed, skipped, tuple(findings))


def _finding(case: ElementTree.Element, fault: ElementTree.Element) -> Finding:
    places = PLACE.findall(fault.text or "")
    own = [place for place in places if not INSTALLED.search(place[0])] or places
    path, line = own[-1] if own else (case.get("file", ""), case.get("line", "0"))
    message = first_line(fault.get("message", "")) or fault.tag
    name = f"{case.get('classname', '')}::{case.get('name', '')}".removeprefix("::")
    return Finding(source="test", message=f"{name}: {message}", path=path, line=int(line or 0))
