"""The standards of the data are the rows that the product promises: no more, no fewer, no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeArea
from backend_agent.values.standard import Standard

ROWS = Path(__file__).with_name("standards_rows.txt").read_text(encoding="utf-8").splitlines()
STANDARDS = load_catalog().standards
TAGS = frozenset({
    "any", "route", "request-schema", "model", "migration", "query", "auth", "settings",
    "container", "dependency", "job", "event", "file", "cache", "graphql", "grpc", "trpc",
    "logging", "observability", "health", "service",
})  # fmt: skip


def test_every_promised_row_is_there_in_its_order() -> None:
    assert [standard.id for standard in STANDARDS] == [row.split("|")[0] for row in ROWS]
    assert len(STANDARDS) == 96


@pytest.mark.parametrize(("standard", "row"), list(zip(STANDARDS, ROWS, strict=True)))
def test_a_row_says_what_was_promised(standard: Standard, row: str) -> None:
    promised_id, level, note, house, deciders, statement = row.split("|", 5)
    assert standard.id == promised_id
    assert standard.level == level
    assert standard.level_note == note
    assert standard.house == (house == "house")
    assert standard.deciders == tuple(deciders.split(","))
    assert standard.statement == statement


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("WF-07", ["50", "2", "5"]),
        ("RE-02", ["201", "204", "404", "409", "422"]),
        ("ID-03", ["19", "2", "1", "64", "3", "1", "10", "72"]),
        ("ID-05", ["15", "30", "7", "14", "30", "90"]),
        ("ID-11", ["128", "30", "90", "256"]),
        ("HE-01", ["10", "2"]),
        ("HE-02", ["5", "1", "503"]),
        ("HE-03", ["60"]),
        ("JO-03", ["3", "5"]),
        ("OB-01", ["4317", "4318"]),
    ],
)
def test_the_numbers_of_a_row_are_the_promised_ones(row: str, numbers: list[str]) -> None:
    (statement,) = [each.statement for each in STANDARDS if each.id == row]
    found = re.findall(r"\d+", statement)
    assert [number for number in numbers if number not in found] == []


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.id)
def test_a_row_says_why_where_and_who(standard: Standard) -> None:
    assert standard.why.endswith(".")
    assert standard.area
    assert standard.applies_when
    assert set(standard.applies_when) <= TAGS
    assert standard.checked_by


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.id)
def test_a_row_names_what_decides_it_or_says_what_is_pending(standard: Standard) -> None:
    present = {judge.kind for judge in standard.checked_by if judge.kind != "pending"}
    pending = {judge.id for judge in standard.checked_by if judge.kind == "pending"}
    # The self-review is a check that runs the rules.
    if "review" in {judge.id for judge in standard.checked_by}:
        present = (present - {"check"}) | {"rule"}
    assert present | pending == set(standard.deciders)
    assert all(judge.id for judge in standard.checked_by)


def test_probes_and_rows_name_each_other() -> None:
    probes = {
        (row, check.id)
        for area in load_catalog().documents(ProbeArea)
        for check in area.value.checks
        for row in check.standards
    }
    rows = {
        (standard.id, judge.id)
        for standard in STANDARDS
        for judge in standard.checked_by
        if judge.kind == "probe"
    }
    assert rows == probes
