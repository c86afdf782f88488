"""Reads `go vet -json`: one object for each package, empty where nothing was found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, as_mapping, as_sequence, first_line

_BROKEN = re.compile(r"(?m)^(?:vet: )?(?P<path>[^\s:]+\.go):(?P<line>\d+):\d+: (?P<text>.*)$")


def read_go_vet_json(completed: Completed, _report: str) -> Reading:
    """What does not compile is told as text among the errors and is a finding too."""
    packages = list(_list_objects(f"{completed.output}\n{completed.errors}"))
    findings = [
        _finding(analyzer, as_mapping(each))
        for package in packages
        for analyses in package.values()
        for analyzer, found in as_mapping(analyses).items()
        for each in as_sequence(found)
    ]
    findings += [
        Finding(source="lint", message=match["text"], path=match["path"], line=int(match["line"]))
        for match in _BROKEN.finditer(completed.errors)
    ]
    bad = sum(1 for package in packages if package)
    examined = len(packages)
    return Reading(
        counts=Counts(examined=examined, passed=examined - bad, failed=bad),
        findings=tuple(findings),
        blind="" if examined else first_line(completed.errors) or "no package was looked at",
        unit="packages",
    )


def _finding(analyzer: str, found: dict[str, object]) -> Finding:
    path, _, place = str(found.get("posn", "")).partition(".go:")
    line = place.partition(":")[0]
    return Finding(
        source="lint",
        message=f"{analyzer} {found.get('message')}",
        path=f"{path}.go" if place else path,
        line=int(line) if line.isdigit() else 0,
    )


def _list_objects(text: str) -> Iterator[dict[str, object]]:
    """The objects one after the other; lines with `#` between them name the packages."""
    text = re.sub(r"(?m)^(#|vet:).*$", "", text)
    decoder = json.JSONDecoder()
    at = 0
    while True:
        at = text.find("{", at)
        if at < 0:
            return
        try:
            found, at = decoder.raw_decode(text, at)
        except ValueError:
            return
        yield as_mapping(found)
