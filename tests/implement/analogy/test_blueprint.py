"""Our own FastAPI blueprint: its exemplar must be transplanted without one refusal."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from backend_agent.facts import read_application
from backend_agent.values.changes import ChangeSet
from backend_agent.world.tree import FolderTree, OverlayTree
from tests.conftest import run_git
from tests.implement.analogy.kit import PYTHON, catalog, component, reasons, text_of, transplant

ROOT = Path(__file__).parents[3] / "blueprints" / "fastapi"


@cache
def blueprint() -> FolderTree:
    listed = run_git(ROOT, "ls-files").splitlines()
    return FolderTree(ROOT, [path for path in listed if (ROOT / path).is_file()])


@cache
def change() -> ChangeSet:
    return transplant(blueprint())


def test_nothing_is_refused() -> None:
    assert reasons(change()) == ""


def test_every_file_of_the_exemplar_has_its_copy() -> None:
    exemplar = {
        path for path in blueprint().paths() if "product" in path and "migrations" not in path
    }
    copies = {each.path for each in change().changes if each.action == "create"}
    assert copies == {path.replace("product", "order") for path in exemplar}


def test_routes_and_tables_are_exactly_those_that_the_facts_then_see() -> None:
    service = component(*PYTHON)
    before = read_application(blueprint(), service, catalog())
    after = read_application(OverlayTree(blueprint(), change().changes), service, catalog())
    assert {route.key for route in after.routes} - {route.key for route in before.routes} == set(
        change().routes_added
    )
    assert {each.table for each in after.models} - {each.table for each in before.models} == set(
        change().tables_added
    )


def test_no_word_of_the_exemplar_is_left_in_the_copies() -> None:
    for each in change().changes:
        if each.action == "create":
            assert "product" not in (each.after or b"").decode().lower().replace("production", "")


def test_every_field_is_declared_in_model_and_schemas() -> None:
    package = next(path for path in change().paths if path.endswith("/schemas/order.py"))
    schemas = text_of(change(), package)
    for name in ("customer_name", "total", "quantity", "shipped", "notes"):
        assert schemas.count(f"    {name}: ") == 3, name
    assert "quantity: int = Field(ge=1" in schemas


def test_the_second_time_changes_nothing() -> None:
    again = transplant(OverlayTree(blueprint(), change().changes))
    assert again.changes == ()
    assert again.refusals == ()
