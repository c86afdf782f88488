"""The first useful lines of a failure, and findings at their places in the repository."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from posixpath import join, normpath

from backend_agent.values.process import Completed
from backend_agent.values.verification import Finding

LINES = 20
WIDTH = 300
COLOUR = re.compile(r"\x1b\[[\d;]*[A-Za-z]")
NOISE = re.compile(r"^(\s*|[-=_#~.\s]+|\[?\d+%\]?.*)$")


def place_findings(findings: tuple[Finding, ...], cwd: str, worktree: Path) -> tuple[Finding, ...]:
    """Paths as the tool printed them (absolute, or relative to its folder) made relative to the root."""
    return tuple(
        replace(finding, path=_place(finding.path, cwd, worktree)) if finding.path else finding
        for finding in findings
    )


def _place(path: str, cwd: str, worktree: Path) -> str:
    if path.startswith("/"):
        for root in (worktree, worktree.resolve()):
            if Path(path).is_relative_to(root):
                return Path(path).relative_to(root).as_posix()
        return path
    return normpath(join(cwd, path))


def explain_output(completed: Completed, findings: tuple[Finding, ...]) -> str:
    """At most twenty lines: the findings where there are any, else the end of what was said."""
    if findings:
        lines = [_tell(finding) for finding in findings[:LINES]]
        if len(findings) > LINES:
            lines.append(f"… and {len(findings) - LINES} more")
        return "\n".join(lines)
    said = COLOUR.sub("", f"{completed.output}\n{completed.errors}").splitlines()
    useful = [line.rstrip()[:WIDTH] for line in said if not NOISE.match(line)]
    return "\n".join(useful[-LINES:])


def _tell(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}: " if finding.line else ""
    place = place or (f"{finding.path}: " if finding.path else "")
    return f"{place}{finding.message} [{finding.source}]"[:WIDTH]
