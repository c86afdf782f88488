"""Steps in order, each from the result of the one before; expansions are functions of values."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Sequence
from pathlib import Path

import pytest

from backend_agent.durable import workflow
from backend_agent.durable.port import run_at_once
from backend_agent.durable.runs import create_run
from backend_agent.world.clock import FixedClock
from tests.durable.engines import Stop, opened, stop
from tests.durable.steps import (
    DurableStep,
    Expansion,
    follow_steps,
    run_durably,
)


def _add(name: str) -> DurableStep:
    return DurableStep(name=name, action=lambda value: (*value, name))


def _try_again(value: tuple[str, ...]) -> Sequence[DurableStep | Expansion]:
    """A bounded repair loop: three tries of `verify`, each behind a `repair`."""
    if value.count("verify") == 3:
        return ()
    return (_add("repair"), _add("verify"), Expansion(expand=_try_again))


STEPS = (
    _add("detect"),
    _add("plan"),
    Expansion(expand=lambda value: [_add(f"implement {part}") for part in range(len(value))]),
    _add("verify"),
    Expansion(expand=_try_again),
    _add("deliver"),
)
ALL = (
    "detect", "plan", "implement 0", "implement 1", "verify", "repair", "verify", "repair", "verify",
    "deliver",
)  # fmt: skip


def test_steps_follow_each_other_and_expand_from_values() -> None:
    assert follow_steps(STEPS)(run_at_once, ()) == ALL


def test_a_run_goes_through_its_steps_once(tmp_path: Path) -> None:
    run = create_run(tmp_path / "runs", repository=tmp_path, title="t", clock=FixedClock())
    with opened(tmp_path) as engine:
        assert run_durably(run, STEPS, (), engine) == ALL
        assert engine.list()[0].steps == ALL
        assert run_durably(run, (), "another initial value", engine) == ALL


@pytest.mark.parametrize("broken", range(len(ALL)))
def test_an_interrupted_run_goes_on_with_the_same_steps(tmp_path: Path, broken: int) -> None:
    run = create_run(tmp_path / "runs", repository=tmp_path, title="t", clock=FixedClock())
    begun: list[str] = []

    def note(steps: Sequence[DurableStep | Expansion], limit: int) -> list[DurableStep | Expansion]:
        def expand(item: Expansion) -> Expansion:
            return Expansion(expand=lambda value: note(item.expand(value), limit))

        def act(item: DurableStep, value: object) -> object:
            begun.append(item.name)
            if len(begun) == limit:
                stop()
            return item.action(value)

        return [
            expand(item)
            if isinstance(item, Expansion)
            else DurableStep(name=item.name, action=lambda value, item=item: act(item, value))  # type: ignore[misc]
            for item in steps
        ]

    with opened(tmp_path) as engine, pytest.raises(Stop):
        run_durably(run, note(STEPS, broken + 1), (), engine)
    with opened(tmp_path) as engine:
        assert run_durably(run, note(STEPS, 0), (), engine) == ALL
    assert begun == [*ALL[: broken + 1], *ALL[broken:]]


def test_the_workflow_itself_asks_nothing_of_the_world() -> None:
    tree = ast.parse(inspect.getsource(workflow))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported == set()
    assert {module for module in modules if module and "world" in module} == set()
    assert modules <= {
        "__future__", "collections.abc", "dataclasses", "typing",
        "backend_agent.durable.port", "backend_agent.values.run",
    }  # fmt: skip
