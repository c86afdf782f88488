"""Reads what unittest's text runner says at its end: how many ran, failed and were skipped."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

_RAN = re.compile(r"(?m)^Ran (\d+) tests? in ")
_NUMBER = re.compile(r"\b(failures|errors|skipped|expected failures|unexpected successes)=(\d+)")
_TITLE = re.compile(r"(?m)^(?:FAIL|ERROR|UNEXPECTED SUCCESS): (?P<name>.+)$")
_PLACE = re.compile(r'(?m)^  File "(?P<path>[^"]+)", line (?P<line>\d+)')
_LAST = re.compile(r"(?m)^(?P<text>[A-Za-z_][\w.]*(?:Error|Exception|Failure)\b.*)$")


def read_unittest(completed: Completed, _report: str) -> Reading:
    """Skipped tests prove nothing; a module that cannot be imported is a failed test."""
    text = f"{completed.output}\n{completed.errors}"
    ran = _RAN.search(text)
    numbers = (
        {name: int(count) for name, count in _NUMBER.findall(text[ran.end() :])} if ran else {}
    )
    wrong = ("failures", "errors", "unexpected successes")
    failed = sum(numbers.get(name, 0) for name in wrong)
    skipped = numbers.get("skipped", 0)
    total = int(ran.group(1)) - skipped if ran else 0
    return Reading(
        counts=Counts(
            examined=total, passed=max(total - failed, 0), failed=failed, skipped=skipped
        ),
        findings=tuple(_list_failures(text)),
        blind="" if total > 0 else "no test ran",
        unit="tests",
    )


def _list_failures(text: str) -> list[Finding]:
    titles = list(_TITLE.finditer(text))
    found = []
    ends = [*(title.start() for title in titles[1:]), len(text)]
    for title, end in zip(titles, ends, strict=False):
        block = text[title.end() : end]
        places, last = list(_PLACE.finditer(block)), _LAST.search(block)
        place = places[-1] if places else None
        found.append(
            Finding(
                source="test",
                message=f"{title['name']}: {last['text'] if last else 'failed'}"[:400],
                path=place["path"] if place else "",
                line=int(place["line"]) if place else 0,
            )
        )
    return found
