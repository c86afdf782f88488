"""What a language model's change cannot be verified with: files outside of its plan, tests it removed."""

from __future__ import annotations

from backend_agent.values.agent import Account
from backend_agent.values.verification import Outcome

MOST_NAMED = 5


def hold_to_plan(account: Account) -> tuple[Outcome, ...]:
    """Outcomes that are required and did not come to be; nothing where all was kept (WF-14)."""
    reasons = (
        ("plan", "the plan was kept", "changed outside of the plan", account.outside),
        ("plan:tests", "tests were kept", "test files were removed", account.removed_tests),
    )
    return tuple(
        Outcome(
            check=check,
            title=title,
            status="skipped",
            required=True,
            reason=f"{reason}: {_name(paths)}",
        )
        for check, title, reason, paths in reasons
        if paths
    )


def _name(paths: tuple[str, ...]) -> str:
    more = len(paths) - MOST_NAMED
    return ", ".join(paths[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
