"""What a hook reads: JSON with the verdict and a reason for each failure, quiet when green."""

from __future__ import annotations

import json

from backend_agent.deliver.claim import settle_claim
from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Outcome

MOST_FINDINGS = 10


def gate_text(delivery: Delivery) -> str:
    """One JSON object: `verdict`, `headline`, `failures` (check, reason, findings), `not_run`."""
    outcomes = delivery.verification.outcomes
    claim = settle_claim(delivery.verdict, delivery.headline, delivery.verification)
    return json.dumps(
        {
            "verdict": claim.verdict,
            "headline": claim.headline,
            "failures": [_tell_failure(each) for each in outcomes if each.fails_newly],
            "not_run": [
                {"check": each.check, "reason": each.reason}
                for each in outcomes
                if each.required and each.status == "skipped"
            ],
        },
        ensure_ascii=False,
    )


def _tell_failure(outcome: Outcome) -> dict[str, object]:
    fresh = outcome.new_findings
    return {
        "check": outcome.check,
        "reason": outcome.reason or outcome.excerpt,
        "findings": [
            f"{finding.path}:{finding.line}: {finding.message}" for finding in fresh[:MOST_FINDINGS]
        ],
        "log": outcome.log,
    }
