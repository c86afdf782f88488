"""Reads `ty check --output-format concise -v`: diagnostics, and how many files were indexed."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading

LINE = re.compile(
    r"(?m)^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):\d+: (?P<level>error|warning)\[(?P<code>[\w-]+)\] (?P<text>.*)$"
)
INDEXED = re.compile(r"Indexed (\d+) file\(s\)")


def read_ty(completed: Completed, _report: str) -> Reading:
    """A warning fails only where the tool's own settings say so: its exit code decides."""
    text = f"{completed.output}\n{completed.errors}"
    fatal = completed.exit_code != 0
    findings = tuple(
        Finding(
            source=f"ty {match['code']}",
            message=match["text"],
            path=match["path"],
            line=int(match["line"]),
            severity="error" if fatal or match["level"] == "error" else "warning",
        )
        for match in LINE.finditer(text)
    )
    indexed = INDEXED.search(text)
    faulty = len({finding.path for finding in findings})
    examined = max(int(indexed.group(1)) if indexed else 0, faulty)
    errors = sum(finding.severity == "error" for finding in findings)
    return Reading(
        counts=Counts(
            examined=examined,
            passed=max(examined - faulty, 0),
            failed=errors,
            warnings=len(findings) - errors,
        ),
        findings=findings,
        blind="" if examined else "no file was checked",
    )
