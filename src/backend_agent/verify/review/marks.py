"""Suppressions in the code: `backend-agent: ignore[rule] reason`, on the line or above it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from backend_agent.values.evidence import Evidence
from backend_agent.values.review import Suppressed
from backend_agent.values.verification import Finding

MARK = re.compile(r"backend-agent:\s*ignore\[(?P<rules>[^\]\n]+)\][ \t]*(?P<reason>[^\n]*)")
ENOUGH = re.compile(r"\w[^\n]*\s\w")
RULE = "suppression-without-reason"
IDLE = "suppression-of-nothing"


def apply_marks(
    findings: tuple[Finding, ...],
    lines_of: Callable[[str], list[str]],
    marks: tuple[Evidence, ...] = (),
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """The findings that stay and those that are answered for. A mark without a reason of at least two
    words suppresses nothing and is itself a finding; so is one of `marks` that names a rule which found
    nothing there."""
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    empty: dict[tuple[str, int], Finding] = {}
    for finding in findings:
        found = _find_mark(finding, lines_of(finding.path))
        if found is None:
            kept.append(finding)
        elif ENOUGH.search(found[0]):
            suppressed.append(Suppressed(finding=finding, reason=found[0]))
        else:
            kept.append(finding)
            empty[finding.path, found[1]] = Finding(
                source=RULE,
                message="this suppression gives no reason, so it suppresses nothing",
                path=finding.path,
                line=found[1],
                fix="say after the bracket why the finding is none here",
            )
    return (*kept, *empty.values(), *_find_idle(findings, marks)), tuple(suppressed)


def _find_idle(findings: tuple[Finding, ...], marks: tuple[Evidence, ...]) -> Iterator[Finding]:
    told = {(each.path, each.line, each.source) for each in findings}
    for mark in marks:
        found, line = MARK.search(mark.text), mark.line or 1
        for rule in re.split(r"[,\s]+", found["rules"].strip()) if found else ():
            if not told & {(mark.path, line, rule), (mark.path, line + 1, rule)}:
                yield Finding(
                    source=IDLE,
                    message=f"{rule} finds nothing here any more: the suppression can go",
                    path=mark.path,
                    line=line,
                    severity="warning",
                    fix="take the comment out",
                )


def find_marks(path: str, text: str) -> tuple[Evidence, ...]:
    """The suppressions of a file, with their lines."""
    if "backend-agent:" not in text:
        return ()
    return tuple(
        Evidence(path=path, line=number, text=line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if MARK.search(line)
    )


def _find_mark(finding: Finding, lines: list[str]) -> tuple[str, int] | None:
    """Reason and line of the mark that names the rule of the finding."""
    for number in (finding.line, finding.line - 1):
        text = lines[number - 1] if 0 < number <= len(lines) else ""
        mark = MARK.search(text)
        if mark and finding.source in re.split(r"[,\s]+", mark["rules"].strip()):
            reason = mark["reason"].strip().rstrip("*/-> ").strip()
            return reason, number
    return None
