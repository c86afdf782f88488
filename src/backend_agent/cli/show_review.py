"""Shows a review: each finding with the lines around it, then what was let pass and not checked."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from backend_agent.cli.answer import say
from backend_agent.values.errors import InputError
from backend_agent.values.review import ReviewReport
from backend_agent.values.verification import Finding
from backend_agent.world.files import read_file

AROUND = 1
MOST_FRAMES = 60
MOST_NOTES = 8
WIDTH = 110


def show_review(report: ReviewReport, root: Path) -> None:
    """One frame per finding, errors first within a file's order of lines."""

    @cache
    def lines_of(path: str) -> list[str]:
        try:
            return read_file(root / path).decode("utf-8", "replace").splitlines()
        except (OSError, InputError):
            return []

    for finding in report.findings[:MOST_FRAMES]:
        _show_finding(finding, lines_of(finding.path))
    more = len(report.findings) - MOST_FRAMES
    if more > 0:
        say(f"… {more} more; --json, --sarif and --junit hold all", dim=True)
    _show_sum(report)


def _show_finding(finding: Finding, lines: list[str]) -> None:
    colour = "red" if finding.severity == "error" else "yellow"
    standard = f" {finding.standard}" if finding.standard else ""
    say(f"{finding.path}:{finding.line}", bold=True)
    also = f"; also {', '.join(finding.also)}" if finding.also else ""
    named = f"{finding.source}{standard}{also}"
    say(f"  {finding.severity}: {finding.message} [{named}]", colour=colour)
    first, last = max(finding.line - AROUND, 1), min(finding.line + AROUND, len(lines))
    for number in range(first, last + 1):
        mark = ">" if number == finding.line else " "
        text = lines[number - 1].expandtabs(4)
        say(f"  {mark} {number:5} | {text[:WIDTH]}", dim=number != finding.line)
    if finding.fix:
        say(f"    fix: {finding.fix}")
    say("")


def _show_sum(report: ReviewReport) -> None:
    errors = len(report.errors)
    warnings = len(report.findings) - errors
    say(
        f"{errors} errors, {warnings} warnings; {len(report.rules)} rules on {report.files} files"
        f" and {report.routes} routes",
        bold=True,
        colour="red" if errors else "green",
    )
    for tool in report.imported:
        say(
            f"{tool.name} {tool.version}: {tool.findings} findings, {tool.merged} of them told here once"
        )
    if report.suppressed:
        say(f"suppressed with a reason: {len(report.suppressed)}")
    if report.accepted:
        say(f"known to the baseline: {len(report.accepted)}")
    if report.not_checked:
        say(f"not checked: {len(report.not_checked)}", colour="yellow")
        kinds = Counter(each.text.split(":")[0] for each in report.not_checked)
        for kind, count in kinds.most_common(MOST_NOTES):
            say(f"  {count:4} {kind[:WIDTH]}", dim=True)
