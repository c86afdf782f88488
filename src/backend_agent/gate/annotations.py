"""Failures as workflow commands of GitHub Actions, which shows them at their lines."""

from __future__ import annotations

from backend_agent.values.delivery import Delivery

MOST_ANNOTATIONS = 50


def render_annotations(delivery: Delivery) -> tuple[str, ...]:
    """`::error file=…,line=…,title=…::message` for each new finding; a failed check without one has its
    own. At most 50, then how many more there are."""
    lines = []
    for outcome in delivery.verification.outcomes:
        if not outcome.fails_newly:
            continue
        fresh = outcome.new_findings
        if not fresh:
            lines.append(_command("error", outcome.title, outcome.reason or "failed"))
        for finding in fresh:
            place = f"file={_escape(finding.path, True)},line={max(finding.line, 1)},"
            at = place if finding.path else ""
            lines.append(_command(finding.severity, outcome.title, finding.message, at))
    left = len(lines) - MOST_ANNOTATIONS
    more = (f"::error::{left} more findings are in the report",) if left > 0 else ()
    return (*lines[:MOST_ANNOTATIONS], *more)


def _command(level: str, title: str, message: str, at: str = "") -> str:
    return f"::{level} {at}title={_escape(title, True)}::{_escape(message, False)}"


def _escape(text: str, is_property: bool) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.replace(":", "%3A").replace(",", "%2C") if is_property else escaped
