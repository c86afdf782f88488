"""Words that every form of the report shares, so that all say the same."""

from __future__ import annotations

import re
import shlex

from backend_agent.values.conversation import Usage
from backend_agent.values.stack import Architecture, FoundTechnology
from backend_agent.values.verification import Outcome, StandardRow

# An absolute path of five names and more, where a word of the command begins or after `=`.
_LONG_PATH = re.compile(r"(?:(?<=[\s=])|^)(?:/[\w.@+-]+){4,}/([\w.@+-]+)")


def say_seconds(seconds: float) -> str:
    """`0.25 s`, `12.3 s`, `2 min 05 s`; "" for a time that was not measured (0)."""
    if seconds <= 0:
        return ""
    if seconds < 10:
        return f"{seconds:.2f} s"
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"


def say_command(argv: tuple[str, ...]) -> str:
    """The command as typed; long absolute paths of this machine end in their last name."""
    return _LONG_PATH.sub(r"…/\1", shlex.join(argv))


def say_skipped(outcome: Outcome) -> str:
    """`not run`, or `not checked` for a tool that ran to its end and examined nothing."""
    return "not run" if outcome.exit_code is None else "not checked"


def say_reason(outcome: Outcome) -> str:
    """The recorded reason without the words that stand in front of it anyway."""
    return outcome.reason.removeprefix("not checked: ").removeprefix("not run: ")


def say_status(outcome: Outcome) -> str:
    """The outcome in words; a check that examined nothing is never said to have passed."""
    if outcome.status == "skipped":
        reason = say_reason(outcome)
        return f"{say_skipped(outcome)}: {reason}" if reason else say_skipped(outcome)
    if outcome.status == "failed":
        return "failed, as before the change" if outcome.known_before else "failed"
    return "passed, but before the last write" if outcome.stale else "passed"


def say_counts(outcome: Outcome) -> str:
    """`71 passed, 2 skipped of 73`: what the reader of the tool's output counted."""
    counts = outcome.counts
    parts = [
        f"{number} {name}"
        for number, name in (
            (counts.passed, "passed"), (counts.failed, "failed"), (counts.skipped, "skipped"),
            (counts.warnings, "warnings"),
        )
        if number
    ]  # fmt: skip
    if not counts.examined or (counts.passed == counts.examined and len(parts) == 1):
        return ", ".join(parts)
    return f"{', '.join(parts)} of {counts.examined}" if parts else f"{counts.examined} examined"


def say_architecture(architecture: Architecture) -> str:
    if architecture.name == "unknown":
        return "unknown" + (f": {architecture.reason}" if architecture.reason else "")
    evidence = ", ".join(str(each) for each in architecture.evidence)
    return architecture.name + (f" ({evidence})" if evidence else "")


def say_version(found: FoundTechnology) -> str:
    """The version, and the successor of what is no longer maintained."""
    if found.status == "active":
        return found.version
    successor = f", use {' or '.join(found.replaced_by)}" if found.replaced_by else ""
    return f"{found.version} ({found.status}{successor})".strip()


def say_row_reason(row: StandardRow) -> str:
    """The reason of a row and where it was seen."""
    evidence = ", ".join(str(each) for each in row.evidence[:3])
    return "; ".join(part for part in (row.reason, evidence) if part)


def say_place(path: str, line: int) -> str:
    return f"{path}:{line}" if path and line else path


def say_cost(usage: Usage) -> str:
    """Dollars; of a model without a known price only that it is not known."""
    return f"${usage.cost:.4f}" if usage.priced else "not known"
