"""Twelve recorded tasks on four little repositories: the whole way from a sentence to a plan."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement import make_changes
from backend_agent.plan import make_plan, understand_task
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.ledger import no_past
from backend_agent.values.plan import Plan, Section, SectionId
from backend_agent.values.stack import Component
from backend_agent.values.task import Operation
from backend_agent.world.tree import MemoryTree, Tree

CASES = Path(__file__).parent / "cases"
TASKS = tuple(sorted(CASES.glob("*/*.toml")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A plan as made now, and what was recorded of it."""

    plan: Plan
    expected: dict[str, Any]


@cache
def _catalog() -> Catalog:
    return load_catalog()


@cache
def _make_plan(path: Path) -> Recorded:
    root = path.parent / "files"
    files = {
        str(file.relative_to(root)): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    tree, catalog = MemoryTree(files), _catalog()
    stack = detect_stack(tree, catalog)
    expected = tomllib.loads(path.read_text(encoding="utf-8"))

    def look(at: Tree) -> tuple[Component, Application]:
        component = detect_stack(at, catalog).components[0]
        return component, read_application(at, component, catalog)

    def propose(operation: Operation) -> ChangeSet:
        return make_changes(operation, tree, look, catalog, no_past())

    task = understand_task(expected["text"], catalog)
    component, application = look(tree)
    return Recorded(
        plan=make_plan(task, stack, component, application, catalog, propose), expected=expected
    )


def _ids(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _say(section: Section) -> str:
    return "\n".join(section.items) or f"none, because {section.none_because}"


def test_there_are_twelve_tasks_on_four_repositories() -> None:
    assert len(TASKS) == 12
    assert len({path.parent for path in TASKS}) == 4


@pytest.mark.parametrize("path", TASKS, ids=_ids)
def test_the_task_is_understood_as_recorded(path: Path) -> None:
    recorded = _make_plan(path)
    task = recorded.plan.task
    assert task.command == recorded.expected.get("command", "")
    assert (task.operation is None) == (not task.command)
    for said in recorded.expected.get("assumptions", ()):
        assert said in task.assumptions


@pytest.mark.parametrize("path", TASKS, ids=_ids)
def test_steps_files_and_refusals_are_as_recorded(path: Path) -> None:
    plan, expected = _make_plan(path).plan, _make_plan(path).expected
    assert [step.id for step in plan.steps] == expected["steps"]
    assert [each.resource for each in plan.similar] == expected.get(
        "similar", [each.resource for each in plan.similar]
    )
    if "files" in expected:
        assert [f"{file.action} {file.path}" for file in plan.files][: len(expected["files"])] == (
            expected["files"]
        )
        assert bool(plan.files) == bool(expected["files"])
    assert [refusal.subject for refusal in plan.refusals] == expected.get("refused", [])
    assert all(refusal.reason for refusal in plan.refusals)
    assert bool(plan.possible_with) == bool(expected.get("possible"))
    for way in expected.get("possible", ()):
        assert any(way in each for each in plan.possible_with), way


@pytest.mark.parametrize("path", TASKS, ids=_ids)
def test_every_section_is_filled_or_says_why_not(path: Path) -> None:
    plan, expected = _make_plan(path).plan, _make_plan(path).expected
    if not expected.get("ceremony", True):
        assert not plan.ceremony
        assert plan.sections == ()
        return
    assert tuple(section.id for section in plan.sections) == get_args(SectionId)
    assert all(bool(each.items) != bool(each.none_because) for each in plan.sections)


@pytest.mark.parametrize("path", TASKS, ids=_ids)
def test_the_sections_say_what_was_recorded(path: Path) -> None:
    plan, expected = _make_plan(path).plan, _make_plan(path).expected
    said = {section.id: _say(section) for section in plan.sections}
    for id_, lines in expected.get("sections", {}).items():
        for line in lines:
            assert line in said[id_], f"{id_}: {line!r} is not in\n{said[id_]}"
