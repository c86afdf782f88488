"""The self-review as SARIF 2.1.0, the form in which code hosts read findings (OASIS standard)."""

from __future__ import annotations

import json

from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
REVIEW = "review"


def render_sarif(delivery: Delivery) -> str:
    """One run with a result for each finding of the self-review that the change brought."""
    findings = tuple(
        finding
        for outcome in delivery.verification.outcomes
        if outcome.check == REVIEW
        for finding in outcome.findings
        if not finding.known_before and finding.path
    )
    rules = sorted({finding.source for finding in findings})
    driver = {
        "name": "backend-agent",
        "version": delivery.version,
        "rules": [{"id": rule} for rule in rules],
    }
    runs = [{"tool": {"driver": driver}, "results": [_result(each, rules) for each in findings]}]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": runs}, indent=2) + "\n"


def _result(finding: Finding, rules: list[str]) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": finding.path},
        "region": {"startLine": max(finding.line, 1)},
    }
    return {
        "ruleId": finding.source,
        "ruleIndex": rules.index(finding.source),
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }
