"""A review as SARIF and as JUnit says what the report says, and no more."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from backend_agent.deliver.review_reports import render_review_junit, render_review_sarif
from backend_agent.values.evidence import Evidence
from backend_agent.values.review import AppliedRule, ReviewReport, Suppressed
from backend_agent.values.verification import Finding


def rule(name: str) -> AppliedRule:
    return AppliedRule(
        id=name, title=name, standard="SE-01", source="CWE-89", severity="error",
        fix="mend it", probe="", files=2,
    )  # fmt: skip


def fault(source: str, line: int = 3) -> Finding:
    return Finding(source=source, message="a <b> & c", path="a.py", line=line)


REPORT = ReviewReport(
    findings=(fault("one"), Finding(source="two", message="m", path="b.py", severity="warning")),
    suppressed=(Suppressed(finding=fault("one", 9), reason="for a test"),),
    accepted=(fault("two", 11),),
    not_checked=(Evidence(path="x.py", text="cannot be parsed"),),
    rules=(rule("one"), rule("two"), rule("quiet")),
)


def test_sarif_has_a_result_for_each_and_marks_what_is_let_pass() -> None:
    (run,) = json.loads(render_review_sarif(REPORT))["runs"]
    results = run["results"]
    assert [each["ruleId"] for each in results] == ["one", "two", "one", "two"]
    assert [each.get("suppressions", [{}])[0].get("kind") for each in results] == [
        None, None, "inSource", "external",
    ]  # fmt: skip
    assert results[1]["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert run["tool"]["driver"]["rules"][results[0]["ruleIndex"]]["id"] == "one"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "not checked: x.py: cannot be parsed"


def test_junit_fails_the_rules_with_errors_only() -> None:
    suite = ElementTree.fromstring(render_review_junit(REPORT))
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed == ["one"]
    assert "a <b> & c" in (suite[0].findtext("failure") or "")


def test_characters_that_xml_does_not_allow_are_replaced_and_all_others_stay() -> None:
    told = Finding(
        source="one", message="a\x00b\x1b[0m \U0001f600 \ud800 <&>", path="a\x07.py", line=1
    )
    suite = ElementTree.fromstring(render_review_junit(ReviewReport(findings=(told,))))
    (failure,) = suite.iter("failure")
    assert failure.text == "a\ufffd.py:1: a\ufffdb\ufffd[0m \U0001f600 \ufffd <&>"


def test_the_place_of_a_result_is_a_uri() -> None:
    told = Finding(source="one", message="m", path="my app/a#1%.py", line=1)
    (run,) = json.loads(render_review_sarif(ReviewReport(findings=(told,))))["runs"]
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "my%20app/a%231%25.py"


def test_a_review_writes_what_the_schema_of_sarif_demands() -> None:
    """`pydantic-sarif` is made from the OASIS schema of SARIF 2.1.0 and takes nothing beside it."""
    from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

    also = replace(fault("one"), also=("semgrep:x",), path="my app/a#1.py")
    for report in (REPORT, ReviewReport(findings=()), replace(REPORT, findings=(also,))):
        Sarif.model_validate_json(render_review_sarif(report))
    wrong = json.loads(render_review_sarif(REPORT))
    wrong["runs"][0]["results"][0]["place"] = "a.py"
    with pytest.raises(ValueError, match="place"):
        Sarif.model_validate(wrong)
