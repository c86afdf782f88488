"""What failed, told to the model: the first useful lines of each check, as data."""

from __future__ import annotations

from backend_agent.implement.agent.tools.text import mark_data
from backend_agent.values.verification import Outcome, Verification

MOST_FINDINGS = 12
MOST_LINES = 40


def list_failures(verification: Verification) -> tuple[Outcome, ...]:
    """The checks that failed and did not fail in the same way before."""
    return tuple(outcome for outcome in verification.outcomes if outcome.fails_newly)


def tell_failures(verification: Verification) -> str:
    """Each check that newly failed, with its command and where to look."""
    failed = list_failures(verification)
    parts = ["The checks ran. These fail and did not fail before; repair them, then finish."]
    parts += [mark_data(outcome.title, _tell(outcome)) for outcome in failed]
    return "\n".join(parts)


def _tell(outcome: Outcome) -> str:
    lines = [f"command: {' '.join(outcome.argv)}"] if outcome.argv else []
    if outcome.reason:
        lines.append(outcome.reason)
    new = outcome.new_findings
    lines += [f"{each.path}:{each.line}: {each.message}" for each in new[:MOST_FINDINGS]]
    lines += outcome.excerpt.splitlines()[:MOST_LINES]
    return "\n".join(lines)
