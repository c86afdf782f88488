"""Files that were changed outside of the plan: a change that has such cannot be verified."""

from __future__ import annotations

from backend_agent.values.agent import Account
from backend_agent.values.verification import Outcome

MOST_NAMED = 5


def hold_to_plan(account: Account) -> tuple[Outcome, ...]:
    """One outcome that is required and did not come to be; nothing where the plan was kept (WF-14)."""
    if not account.outside:
        return ()
    more = len(account.outside) - MOST_NAMED
    named = ", ".join(account.outside[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (
        Outcome(
            check="plan",
            title="the plan was kept",
            status="skipped",
            required=True,
            reason=f"changed outside of the plan: {named}",
        ),
    )
