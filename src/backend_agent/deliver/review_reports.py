"""A review for machines: SARIF 2.1.0 for code hosts, JUnit for pipelines."""

from __future__ import annotations

import json
from itertools import groupby
from urllib.parse import quote

from backend_agent.deliver.sarif import frame_run
from backend_agent.deliver.xml_text import escape_xml
from backend_agent.values.review import AppliedRule, ReviewReport
from backend_agent.values.verification import Finding
from backend_agent.values.version import VERSION


def render_review_sarif(report: ReviewReport) -> str:
    """One run: every rule that looked, a result per finding; what the code answers for is suppressed
    in source, what the baseline knows externally (OASIS SARIF 2.1.0, 3.35)."""
    rules = [_rule(rule) for rule in report.rules]
    index = {rule.id: place for place, rule in enumerate(report.rules)}
    results = [sarif_result(each, index) for each in report.findings]
    for each in report.suppressed:
        mark = {"kind": "inSource", "justification": each.reason}
        results.append({**sarif_result(each.finding, index), "suppressions": [mark]})
    results.extend(
        {**sarif_result(each, index), "suppressions": [{"kind": "external"}]}
        for each in report.accepted
    )
    notes = [
        {"level": "note", "message": {"text": f"not checked: {each}: {each.text}"}}
        for each in report.not_checked
    ]
    run = {
        "tool": {"driver": {"name": "backend-agent", "version": VERSION, "rules": rules}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": results,
    }
    return json.dumps(frame_run(run), indent=2) + "\n"


def _rule(rule: AppliedRule) -> dict[str, object]:
    described: dict[str, object] = {
        "id": rule.id,
        "name": rule.title,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"standard": rule.standard, "source": rule.source, "probe": rule.probe},
    }
    if rule.fix:
        described["help"] = {"text": rule.fix}
    return described


def sarif_result(finding: Finding, index: dict[str, int]) -> dict[str, object]:
    """One finding at one place; `index` are the places of its rules in the driver."""
    place = {
        "artifactLocation": {"uri": quote(finding.path)},
        "region": {"startLine": max(finding.line, 1)},
    }
    result: dict[str, object] = {
        "ruleId": finding.source,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": place}],
    }
    if finding.also:
        result["properties"] = {"alsoFoundBy": list(finding.also)}
    if finding.source in index:
        result["ruleIndex"] = index[finding.source]
    return result


def render_review_junit(report: ReviewReport) -> str:
    """A test case per rule that looked; its findings are its failure, warnings are system output."""
    by_rule = {
        rule: tuple(group)
        for rule, group in groupby(
            sorted(report.findings, key=lambda each: each.source), key=lambda each: each.source
        )
    }
    names = list(dict.fromkeys((*(rule.id for rule in report.rules), *by_rule)))
    cases = [_case(name, by_rule.get(name, ())) for name in names]
    failed = sum(1 for case in cases if "<failure" in case)
    head = f'<testsuite name="review" tests="{len(cases)}" failures="{failed}">'
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>", ""))


def _case(rule: str, findings: tuple[Finding, ...]) -> str:
    errors = [each for each in findings if each.severity == "error"]
    told = "\n".join(f"{each.path}:{each.line}: {each.message}" for each in findings)
    name = f'<testcase classname="review" name="{escape_xml(rule)}"'
    if errors:
        counted = f"{len(errors)} findings"
        return f'{name}><failure message="{counted}">{escape_xml(told)}</failure></testcase>'
    if findings:
        return f"{name}><system-out>{escape_xml(told)}</system-out></testcase>"
    return f"{name}/>"
