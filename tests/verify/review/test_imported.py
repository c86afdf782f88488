"""Findings of other tools are told with ours: each flaw once, with everybody who saw it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.errors import InputError
from backend_agent.values.review import ReviewReport
from backend_agent.values.verification import Finding
from backend_agent.verify.review import import_sarif, merge_imported

CATALOG = load_catalog()
PATHS = ("app/store.py", "cmd/main.go", "src/users.js", "src/other/users.js")
OURS = Finding(source="sql-from-text", message="SQL", path="app/store.py", line=7, standard="SE-01")


def at(uri: str, line: int) -> list[dict[str, Any]]:
    return [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": line}}}]


def log(*runs: dict[str, Any], version: str = "2.1.0") -> str:
    return json.dumps({"version": version, "runs": list(runs)})


SEMGREP: dict[str, Any] = {
    "tool": {
        "driver": {
            "name": "Semgrep OSS",
            "semanticVersion": "1.185.0",
            "rules": [
                {
                    "id": "python.sql",
                    "defaultConfiguration": {"level": "error"},
                    "properties": {"tags": ["CWE-89: SQL Injection", "security"]},
                }
            ],
        }
    },
    "results": [
        {
            "ruleId": "python.sql",
            "message": {"text": "SQL text"},
            "locations": at("app/store.py", 8),
        }
    ],
    "invocations": [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {"level": "warning", "message": {"text": "Syntax error in src/users.js"}}
            ],
        }
    ],
}
# CodeQL keeps its rules in packs beside the driver and answers for results in the source.
CODEQL: dict[str, Any] = {
    "tool": {
        "driver": {"name": "CodeQL", "rules": []},
        "extensions": [
            {
                "name": "codeql/javascript-queries",
                "rules": [
                    {
                        "id": "js/sql-injection",
                        "properties": {"tags": ["external/cwe/cwe-089"]},
                        "messageStrings": {"default": {"text": "depends on {0}"}},
                    }
                ],
            }
        ],
    },
    "results": [
        {
            "rule": {"id": "js/sql-injection"},
            "level": "error",
            "message": {"id": "default", "arguments": ["a body"]},
            "locations": at("file:///home/runner/work/shop/shop/src/users.js", 3),
        },
        {
            "ruleId": "js/sql-injection",
            "message": {"text": "answered"},
            "locations": at("src/users.js", 9),
            "suppressions": [{"kind": "inSource"}],
        },
        {
            "ruleId": "js/sql-injection",
            "message": {"text": "away"},
            "locations": at("elsewhere/gone.js", 2),
        },
    ],
}
# gosec names the weakness by a relationship to the taxonomy.
GOSEC: dict[str, Any] = {
    "tool": {
        "driver": {
            "name": "gosec",
            "version": "2.22.0",
            "rules": [
                {
                    "id": "G402",
                    "relationships": [{"target": {"id": "295", "toolComponent": {"name": "CWE"}}}],
                }
            ],
        }
    },
    "results": [
        {
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "TLS InsecureSkipVerify set true."},
            "locations": at("./cmd/main.go", 4),
        }
    ],
}


def merge(*findings: Finding, text: str) -> ReviewReport:
    report = ReviewReport(findings=findings)
    return merge_imported(report, import_sarif(text, "x.sarif", CATALOG, PATHS), CATALOG)


def test_a_flaw_that_both_saw_is_told_once_and_names_the_other_tool() -> None:
    merged = merge(OURS, text=log(SEMGREP))
    assert [(each.source, each.line, each.also) for each in merged.findings] == [
        ("sql-from-text", 7, ("semgrep:python.sql",))
    ]
    assert [(each.name, each.findings, each.merged) for each in merged.imported] == [
        ("semgrep", 1, 1)
    ]


def test_what_a_tool_could_not_read_is_not_checked() -> None:
    notes = [each.text for each in merge(text=log(SEMGREP)).not_checked]
    assert notes == ["semgrep: Syntax error in src/users.js"]


def test_a_finding_far_away_or_of_another_weakness_is_told_beside_ours() -> None:
    far = Finding(source="sql-from-text", message="SQL", path="app/store.py", line=20)
    other = Finding(source="no-timeout", message="waits", path="app/store.py", line=8)
    assert len(merge(far, other, text=log(SEMGREP)).findings) == 3


def test_rules_in_packs_messages_by_id_and_absolute_places_are_read() -> None:
    merged = merge(text=log(CODEQL))
    assert [(each.source, each.path, each.line, each.message) for each in merged.findings] == [
        ("codeql:js/sql-injection", "src/users.js", 3, "depends on a body")
    ]
    assert [each.path for each in merged.not_checked] == ["elsewhere/gone.js"]


def test_weaknesses_by_relationship_give_the_row_that_is_broken() -> None:
    (finding,) = merge(text=log(GOSEC)).findings
    assert (finding.source, finding.standard, finding.severity) == ("gosec:G402", "WF-11", "error")


def test_several_tools_and_the_same_tool_twice_make_one_finding() -> None:
    second = {**GOSEC, "tool": {"driver": {**GOSEC["tool"]["driver"], "name": "Other"}}}
    (finding,) = merge(text=log(GOSEC, second, GOSEC)).findings
    assert finding.also == ("other:G402",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON"),
        ("[]", "no runs"),
        ('{"version": "2.1.0"}', "no runs"),
        ('{"version": "1.0.0", "runs": []}', "'1.0.0' is not read"),
        ('{"version": "2.1.0", "runs": [{}]}', "not as SARIF 2.1.0 has it"),
        (log({"tool": {"driver": {"name": ""}}}), "not as SARIF 2.1.0 has it"),
        (log({"tool": {"driver": {"name": "a"}}, "results": [3]}), "not as SARIF 2.1.0 has it"),
    ],
)
def test_a_broken_log_is_an_error_that_names_the_file(text: str, told: str) -> None:
    with pytest.raises(InputError, match=r"x\.sarif") as raised:
        import_sarif(text, "x.sarif", CATALOG, PATHS)
    assert told in raised.value.message
