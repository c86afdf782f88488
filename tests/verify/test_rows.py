"""The Done table has a row for every standard, and each word in it rests on something that ran."""

from __future__ import annotations

from typing import Any

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.plan import Plan, Section
from backend_agent.values.probe import Answered, Ruling
from backend_agent.values.task import Task
from backend_agent.values.verification import Counts, Finding, Outcome, StandardRow
from backend_agent.verify.rows import Proof, judge_standards


def outcome(check: str, status: str = "passed", **more: Any) -> Outcome:
    base: dict[str, Any] = {"check": check, "title": check, "status": status, "required": True}
    base["counts"] = Counts(examined=3, passed=3)
    return Outcome(**{**base, **more})


def rows(catalog: Catalog, *outcomes: Outcome, **more: Any) -> dict[str, StandardRow]:
    proof = Proof(
        **{"tags": frozenset({"any"}), "outcomes": outcomes, "applied": {}, "plan": None, **more}
    )
    return {row.id: row for row in judge_standards(catalog, proof)}


def test_every_standard_has_a_row_and_every_row_a_reason(catalog: Catalog) -> None:
    table = rows(catalog)
    assert len(table) == len(catalog.standards)
    assert all(row.reason for row in table.values())


def test_an_untouched_area_is_not_applicable(catalog: Catalog) -> None:
    row = rows(catalog)["CO-02"]
    assert row.status == "not applicable"
    assert row.reason.startswith("the change touches no ")


@pytest.mark.parametrize(
    ("status", "more", "word"),
    [
        ("passed", {"log": "logs/lint.log"}, "met"),
        ("failed", {"reason": "2 findings"}, "violated"),
        ("skipped", {"reason": "ruff is not installed"}, "not checked"),
        ("passed", {"stale": True}, "not checked"),
    ],
)
def test_a_checked_row_says_what_the_check_said(
    catalog: Catalog, status: str, more: dict[str, Any], word: str
) -> None:
    outcomes = [outcome(kind) for kind in ("lint:ruff", "format:ruff-format", "types:mypy")]
    outcomes[0] = outcome("lint:ruff", status, **more)
    row = rows(catalog, *outcomes)["WF-08"]
    assert row.status == word
    if word == "met":
        assert [place.path for place in row.evidence] == ["logs/lint.log"]


def test_a_finding_violates_its_standard_at_its_place(catalog: Catalog) -> None:
    finding = Finding(source="sql-from-text", message="m", path="a.py", line=4, standard="SE-01")
    review = outcome("review", "failed", findings=(finding,))
    row = rows(catalog, review, tags=frozenset({"query"}), applied={"sql-from-text": 1})["SE-01"]
    assert row.status == "violated"
    assert str(row.evidence[0]) == "a.py:4"


def test_an_old_finding_does_not_violate(catalog: Catalog) -> None:
    finding = Finding(source="r", message="m", path="a.py", standard="SE-01", known_before=True)
    review = outcome("review", findings=(finding,))
    row = rows(catalog, review, tags=frozenset({"query"}), applied={"sql-from-text": 1})["SE-01"]
    assert row.status != "violated"


@pytest.mark.parametrize(
    ("ruling", "word"),
    [("pass", "met"), ("fail", "violated"), ("na", "not applicable"), ("unknown", "not checked")],
)
def test_a_probed_row_says_what_the_service_answered(
    catalog: Catalog, ruling: Ruling, word: str
) -> None:
    standard = catalog.standard("RE-08")
    answers = {
        judge.id: Answered(
            check=judge.id, title="t", area="a", tier="must", source="s", ruling=ruling, reason="r"
        )
        for judge in standard.checked_by
    }
    probe = outcome("probe", log="logs/probe.log")
    row = rows(catalog, probe, tags=frozenset({"route"}), answers=answers)["RE-08"]
    assert row.status == word
    assert row.evidence[0].path == "logs/probe.log"
    left = {name: each for name, each in answers.items() if name != "I07"}
    row = rows(catalog, probe, tags=frozenset({"route"}), answers=left)["RE-08"]
    assert row.status == ("violated" if ruling == "fail" else "not checked")


def test_a_row_whose_judges_are_pending_is_not_checked(catalog: Catalog) -> None:
    pending = [
        standard
        for standard in catalog.standards
        if any(judge.kind == "pending" for judge in standard.checked_by)
    ]
    tags = frozenset(tag for standard in catalog.standards for tag in standard.applies_when)
    table = rows(catalog, tags=tags)
    assert pending
    assert all(table[standard.id].status == "not checked" for standard in pending)


def test_a_plan_is_judged_by_its_sections(catalog: Catalog) -> None:
    assert rows(catalog)["WF-06"].status == "not checked"
    section = Section(id="files", items=("a.py",))
    plan = Plan(task=Task(text="t"), component="shop", steps=(), sections=(section,))
    small = Plan(task=Task(text="t"), component="shop", steps=(), ceremony=False)
    assert rows(catalog, plan=small)["WF-06"].status == "not applicable"
    assert rows(catalog, plan=plan)["WF-06"].status in ("met", "violated")
