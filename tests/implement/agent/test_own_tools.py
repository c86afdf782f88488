"""Our engines as a model calls them: fields and resources come and go exactly, and faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.implement.agent.bench import Bench
from backend_agent.world.scripted import FakeRunner
from tests.conftest import MakeRepository
from tests.implement.agent.kit import call_tool, make_bench
from tests.implement.analogy.kit import SHOP

MANIFEST = (
    '[project]\nname = "shop"\nversion = "1"\n'
    'dependencies = ["fastapi", "sqlalchemy", "pydantic"]\n\n'
    '[dependency-groups]\ndev = ["pytest"]\n'
)


@pytest.fixture
def bench(repo: MakeRepository, tmp_path: Path) -> Bench:
    root = repo({**SHOP, "pyproject.toml": MANIFEST})
    return make_bench(root, tmp_path, FakeRunner())


def read(bench: Bench, path: str) -> str:
    return (bench.worktree.root / path).read_text()


def test_a_field_joins_every_list_and_the_plan_follows(bench: Bench) -> None:
    done = call_tool(bench, "add_field", {"resource": "dish", "fields": ["spicy:bool"]})
    assert not done.answer.is_error, done.answer.text
    assert "spicy: Mapped[bool]" in read(bench, "shop/models.py")
    assert read(bench, "shop/schemas.py").count("spicy: bool") == 3
    assert done.plan is not None
    assert {"shop/models.py", "shop/schemas.py"} <= done.plan.paths
    assert {change.path for change in done.changed} <= set(bench.changes.paths)


def test_a_field_that_was_added_can_be_taken_out_again(bench: Bench) -> None:
    call_tool(bench, "add_field", {"resource": "dish", "fields": ["spicy:bool"]})
    done = call_tool(bench, "remove_field", {"resource": "dish", "names": ["spicy"]})
    assert not done.answer.is_error, done.answer.text
    left = [change.after or b"" for change in bench.worktree.read_changes()]
    assert not any(b"spicy" in content for content in left)
    gone = call_tool(bench, "remove_field", {"resource": "dish", "names": ["spicy"]})
    assert "so already: Dish has no spicy" in gone.answer.text


def test_what_an_engine_refuses_is_an_error_with_its_reason(bench: Bench) -> None:
    for name, given, reason in (
        ("add_field", {"resource": "ghost", "fields": ["a:int"]}, "use one of: Dish, Guest"),
        ("remove_field", {"resource": "ghost", "names": ["a"]}, "use one of: Dish, Guest"),
        ("remove_resource", {"name": "guest"}, "refused: Guest: dish belongs to it"),
    ):
        done = call_tool(bench, name, given)
        assert done.answer.is_error
        assert reason in done.answer.text
        assert done.changed == ()


def test_a_field_that_cannot_be_read_is_told_with_what_to_write(bench: Bench) -> None:
    done = call_tool(bench, "add_field", {"resource": "dish", "fields": ["spicy:colour"]})
    assert done.answer.is_error
    assert "colour" in done.answer.text
    assert "bool" in done.answer.text


def test_the_review_tells_what_the_change_wrote_and_nothing_else(bench: Bench) -> None:
    assert "skipped" in call_tool(bench, "review", {}).answer.text
    fault = 'import sqlite3\n\n\ndef find(name):\n    db = sqlite3.connect("x")\n'
    fault += "    return db.execute(f\"select * from dish where name = '{name}'\")\n"
    call_tool(
        bench, "Write", {"file_path": "shop/find.py", "content": fault}, plan=("shop/find.py",)
    )
    told = call_tool(bench, "review", {}).answer.text
    assert "shop/find.py:6: error" in told
    assert "shop/models.py" not in told


def test_a_probe_that_cannot_be_made_is_an_error_with_its_reason(bench: Bench) -> None:
    done = call_tool(bench, "probe", {})
    assert done.answer.is_error
    assert "no service" in done.answer.text
