"""When a conversation must end: budgets that are used up, and answers that go round in circles."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.agent import Budget
from backend_agent.values.conversation import Reply, Usage

WARNED_AT, STOPPED_AT = 4, 8
"""How often the same calls may come one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a stretch of work ended: by a `finish`, by what was told where that is an end, or (`reason`
    says which) by a limit or a refusal."""

    kind: str
    reason: str = ""


def find_excess(budget: Budget, used: Usage, seconds: float) -> str:
    """Which limit is reached, with both numbers; "" while there is room."""
    if budget.tool_calls and used.tool_calls >= budget.tool_calls:
        return f"{used.tool_calls} of {budget.tool_calls} tool calls are used"
    if budget.tokens and used.tokens >= budget.tokens:
        return f"{used.tokens} of {budget.tokens} tokens are used"
    if budget.cost and used.cost >= budget.cost:
        return f"${used.cost:.2f} of ${budget.cost:.2f} are used"
    if budget.cost and not used.priced:
        return f"the price of the language model is not known, so ${budget.cost:.2f} cannot be kept"
    if budget.minutes and seconds >= budget.minutes * 60:
        return f"{seconds / 60:.1f} of {budget.minutes:g} minutes are used"
    return ""


def name_option(excess: str) -> str:
    """The option that raises the limit."""
    names = (("tool calls", "--max-tool-calls"), ("tokens", "--max-tokens"), ("$", "--max-cost"))
    return next((option for word, option in names if word in excess), "--max-minutes")


class Circle:
    """Counts how often one and the same calls were made in a row."""

    def __init__(self) -> None:
        self._last: tuple[tuple[str, str], ...] = ()
        self.count = 0

    def note(self, reply: Reply) -> None:
        calls = tuple((call.name, call.arguments) for call in reply.calls)
        self.count = self.count + 1 if calls == self._last else 1
        self._last = calls

    @property
    def warning(self) -> str:
        if self.count < WARNED_AT:
            return ""
        return f"\nThis is the same call for the {self.count}th time; it will not answer anything else."

    @property
    def is_closed(self) -> bool:
        return self.count >= STOPPED_AT
