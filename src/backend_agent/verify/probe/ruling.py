"""What a check answers, and the list that every check is entered in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend_agent.values.exchange import Exchange
from backend_agent.values.probe import Ruling
from backend_agent.verify.probe.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`exchanges` are what proves it, the telling one first."""

    ruling: Ruling
    reason: str
    exchanges: tuple[Exchange, ...] = ()


Check = Callable[[Desk], Awaitable[Judged]]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Enter a check under its id, which `data/probe/checks/` declares."""

    def enter(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return enter


def passed(reason: str = "", *exchanges: Exchange) -> Judged:
    return Judged(ruling="pass", reason=reason, exchanges=exchanges)


def failed(reason: str, *exchanges: Exchange) -> Judged:
    return Judged(ruling="fail", reason=reason, exchanges=exchanges)


def absent(reason: str, *exchanges: Exchange) -> Judged:
    """Not applicable: what the check needs is provably not there."""
    return Judged(ruling="na", reason=reason, exchanges=exchanges)


def unknown(reason: str, *exchanges: Exchange) -> Judged:
    """It could not be set up. Never counted as a pass."""
    return Judged(ruling="unknown", reason=reason, exchanges=exchanges)


def expect(holds: object, good: str, bad: str, *exchanges: Exchange) -> Judged:
    """Passed with `good` when it holds, failed with `bad` when not."""
    return passed(good, *exchanges) if holds else failed(bad, *exchanges)
