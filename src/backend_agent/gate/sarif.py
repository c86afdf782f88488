"""The self-review as SARIF 2.1.0, the form in which code hosts read findings (OASIS standard)."""

from __future__ import annotations

import json

from backend_agent.deliver.review_reports import sarif_result
from backend_agent.deliver.sarif import frame_run
from backend_agent.values.delivery import Delivery

REVIEW = "review"


def render_sarif(delivery: Delivery) -> str:
    """One run with a result for each finding of the self-review that the change brought."""
    findings = tuple(
        finding
        for outcome in delivery.verification.outcomes
        if outcome.check == REVIEW
        for finding in outcome.new_findings
        if finding.path
    )
    rules = sorted({finding.source for finding in findings})
    driver = {
        "name": "backend-agent",
        "version": delivery.version,
        "rules": [{"id": rule} for rule in rules],
    }
    index = {rule: place for place, rule in enumerate(rules)}
    results = [sarif_result(each, index) for each in findings]
    run = {"tool": {"driver": driver}, "results": results}
    return json.dumps(frame_run(run), indent=2) + "\n"
