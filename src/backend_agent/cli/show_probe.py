"""Shows what a probe found: one screen by area, what failed with its evidence."""

from __future__ import annotations

import sys
from types import TracebackType

import click

from backend_agent.cli.answer import printable, say
from backend_agent.values.probe import Answered, ProbeReport, Ruling, Tier

TIERS: tuple[Tier, ...] = ("must", "should", "house")
MARKS: dict[Ruling, str] = {"pass": "✓", "fail": "✗", "na": "–", "unknown": "?"}
TITLES = {"must": "must, security and outages", "should": "should", "house": "house policy"}


class Progress:
    """One line that is written over while the probe asks; nothing where nobody watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._counts: dict[Ruling, int] = {"pass": 0, "fail": 0, "na": 0, "unknown": 0}

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write("")

    def tell(self, what: str) -> None:
        self._write(f"… {what}")

    def on_answer(self, answer: Answered) -> None:
        self._counts[answer.ruling] += 1
        counts = "  ".join(f"{MARKS[ruling]} {count}" for ruling, count in self._counts.items())
        self._write(f"{counts}  {answer.check} {answer.title}")

    def _write(self, text: str) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{printable(text)[:110]}", nl=False, err=True)


def show_probe(report: ProbeReport) -> None:
    """Head, areas, failures, what could not be known."""
    say(f"probe {report.depth}  {report.target}", bold=True)
    if report.blocked:
        say(f"blocked: {report.blocked}", colour="red")
        for note in report.notes:
            say(f"  {note}", dim=True)
        return
    surface = report.surface
    say(
        f"{len(surface.operations)} operations from {surface.spec or 'nowhere'}"
        f"; {report.requests} requests in {report.seconds:.1f} s",
        dim=True,
    )
    found = dict(surface.found)
    told = [
        f"{name} {found[name]}"
        for name in ("resource", "sign up", "log in", "refresh", "live", "ready")
        if name in found
    ]
    say("  ".join(told), dim=True)
    click.echo()
    for area in dict.fromkeys(answer.area for answer in report.answers):
        mine = [answer for answer in report.answers if answer.area == area]
        counts = "  ".join(
            f"{MARKS[ruling]} {sum(answer.ruling == ruling for answer in mine)}"
            for ruling in ("pass", "fail", "na", "unknown")
            if any(answer.ruling == ruling for answer in mine)
        )
        bad = any(answer.ruling == "fail" and answer.tier == "must" for answer in mine)
        say(f"{area:<32} {counts}", colour="red" if bad else "")
    _show_failures(report)
    _show_unknown(report)
    click.echo()
    for tier in TIERS:
        mine = [answer for answer in report.answers if answer.tier == tier]
        good, bad_count = (
            sum(answer.ruling == ruling for answer in mine) for ruling in ("pass", "fail")
        )
        if good + bad_count:
            say(f"{TITLES[tier]}: {good} of {good + bad_count}", bold=True)


def _show_failures(report: ProbeReport) -> None:
    failures = sorted(report.of("fail"), key=lambda answer: TIERS.index(answer.tier))
    if failures:
        click.echo()
    for answer in failures:
        say(
            f"✗ {answer.check} {answer.title}: {answer.reason}",
            colour="red" if answer.tier == "must" else "yellow",
        )
        shown = answer.exchanges[0].brief() + "  " if answer.exchanges else ""
        say(f"    {shown}[{answer.tier}; {answer.source}]", dim=True)


def _show_unknown(report: ProbeReport) -> None:
    reasons: dict[str, list[str]] = {}
    for answer in report.of("unknown"):
        reasons.setdefault(answer.reason, []).append(answer.check)
    if reasons:
        click.echo()
    for reason, checks in reasons.items():
        say(f"? {', '.join(checks)}: {reason}", dim=True)
