"""Checks are planned from the repository's own commands; required is what the change touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application, Entity, Migration
from backend_agent.values.changes import FileChange
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, Component
from backend_agent.verify.checks.areas import find_areas
from backend_agent.verify.checks.plan import plan_checks
from backend_agent.verify.checks.planned import PlannedCheck
from tests.verify.conftest import memory_tree

Make = Callable[..., Component]
FILES = {
    "pyproject.toml": "[project]\nname = 'shop'\n",
    "alembic.ini": "",
    "Dockerfile": "FROM python\n",
    "shop/main.py": "",
    "shop/models.py": "",
    "migrations/versions/0001_a.py": "",
    "tests/test_main.py": "",
    "README.md": "",
}
APPLICATION = Application(
    models=(Entity(name="Item", table="item", evidence=Evidence(path="shop/models.py", line=3)),),
    migrations=(Migration(path="migrations/versions/0001_a.py", id="1"),),
)
TOOLS = ("pytest", "ruff", "mypy", "ty", "alembic", "uv", "docker")


def plan(
    catalog: Catalog, component: Component, *paths: str, files: dict[str, str] | None = None
) -> dict[str, PlannedCheck]:
    changes = tuple(FileChange(path=path, before=b"", after=b"x") for path in paths)
    areas = find_areas(changes, component, APPLICATION, catalog)
    tree = memory_tree(FILES | (files or {}))
    checks = plan_checks(tree, component, catalog, areas, APPLICATION, (("uv", "run"),))
    return {check.check: check for check in checks}


@pytest.mark.parametrize(
    ("path", "required"),
    [
        ("shop/main.py", {"types:mypy", "types:ty", "lint:ruff"}),
        ("README.md", set()),
        (
            "shop/models.py",
            {"types:mypy", "types:ty", "lint:ruff", "migrate:alembic", "drift:alembic"},
        ),
        (
            "migrations/versions/0001_a.py",
            {"types:mypy", "types:ty", "lint:ruff", "migrate:alembic", "drift:alembic"},
        ),
        ("pyproject.toml", {"image:docker", "audit:python"}),
        ("uv.lock", {"image:docker", "audit:python"}),
        ("Dockerfile", {"image:docker"}),
    ],
)
def test_what_a_change_touches_is_required(
    catalog: Catalog, component: Make, path: str, required: set[str]
) -> None:
    checks = plan(catalog, component(*TOOLS), path)
    always = {"test:pytest", "build:python"}
    assert {check.check for check in checks.values() if check.required} == required | always


def test_every_type_checker_is_planned_and_every_tool_counts(
    catalog: Catalog, component: Make
) -> None:
    checks = plan(catalog, component(*TOOLS), "shop/main.py")
    assert [check.check for check in checks.values() if check.kind == "types"] == [
        "types:mypy",
        "types:ty",
    ]
    assert checks["types:mypy"].steps[0].reader == "mypy"
    # Without a documented scope a tool looks at the folders that hold its files.
    assert checks["types:mypy"].steps[0].argv[-3:] == ("migrations", "shop", "tests")


def test_migrations_go_up_down_by_the_new_ones_and_up(catalog: Catalog, component: Make) -> None:
    check = plan(catalog, component(*TOOLS), "migrations/versions/0001_a.py")["migrate:alembic"]
    assert [step.label for step in check.steps] == ["up", "down", "up again"]
    assert check.steps[1].argv[-1] == "-1"
    assert check.exclusive


def test_a_tool_runs_where_its_settings_lie_though_the_document_forgets_the_folder(
    catalog: Catalog, component: Make
) -> None:
    documented = Command(
        kind="migrate", argv=("alembic", "upgrade", "head"), origin="documentation"
    )
    shop = component(*TOOLS, commands=(documented,))
    moved = dict.fromkeys(("src/alembic.ini", "src/deeper/alembic.ini", ".git/alembic.ini"), "")
    below = plan_in({path: text for path, text in FILES.items() if path != "alembic.ini"} | moved)
    assert below(catalog, shop)["migrate:alembic"].cwd == "src"
    assert plan_in(FILES | moved)(catalog, shop)["migrate:alembic"].cwd == ""


def plan_in(files: dict[str, str]) -> Callable[[Catalog, Component], dict[str, PlannedCheck]]:
    def planned(catalog: Catalog, shop: Component) -> dict[str, PlannedCheck]:
        areas = find_areas((), shop, APPLICATION, catalog)
        checks = plan_checks(memory_tree(files), shop, catalog, areas, APPLICATION)
        return {check.check: check for check in checks}

    return planned


def test_without_any_revision_no_migration_is_required(catalog: Catalog, component: Make) -> None:
    change = (FileChange(path="shop/models.py", before=b"", after=b"x"),)
    bare = replace(APPLICATION, migrations=())
    areas = find_areas(change, component(*TOOLS), bare, catalog)
    checks = plan_checks(memory_tree(FILES), component(*TOOLS), catalog, areas, bare)
    migrating = [check for check in checks if check.kind in ("migrate", "drift")]
    assert migrating
    assert not any(check.required for check in migrating)


def test_touched_tests_come_first_and_then_all(catalog: Catalog, component: Make) -> None:
    others = {f"tests/test_{name}.py": "" for name in ("a", "b")}
    touched = ("tests/test_main.py", "shop/main.py")
    check = plan(catalog, component(*TOOLS), *touched, files=others)["test:pytest"]
    assert [(step.label, step.counted) for step in check.steps] == [
        ("touched tests", False),
        ("tests", True),
    ]
    assert check.steps[0].argv[-1] == "tests/test_main.py"
    assert "tests" not in check.steps[1].argv


def test_where_most_tests_are_touched_they_do_not_run_twice(
    catalog: Catalog, component: Make
) -> None:
    check = plan(catalog, component(*TOOLS), "tests/test_main.py")["test:pytest"]
    assert [(step.label, step.here) for step in check.steps] == [
        ("touched tests", False),
        ("tests", True),
    ]


def test_what_the_pipeline_runs_before_the_tests_is_run(catalog: Catalog, component: Make) -> None:
    commands = (
        Command(kind="migrate", argv=("uv", "run", "bash", "prestart.sh"), origin="ci"),
        Command(kind="migrate", argv=("alembic", "upgrade", "head"), origin="documentation"),
    )
    check = plan(catalog, component(*TOOLS, commands=commands), "shop/main.py")["test:pytest"]
    assert check.steps[0].argv == ("bash", "prestart.sh")


def test_a_required_check_that_nobody_knows_is_planned_with_the_reason(
    catalog: Catalog, component: Make
) -> None:
    checks = plan(catalog, component("ruff"), "shop/main.py")
    assert checks["test"].required
    assert checks["test"].skip == "no tests command is known for shop"


def test_a_package_is_built_only_where_the_manifest_says_how(
    catalog: Catalog, component: Make
) -> None:
    assert "build:uv" not in plan(catalog, component("uv"), "shop/main.py")
    manifest = {"pyproject.toml": '[build-system]\nrequires = ["hatchling"]\n'}
    built = plan(catalog, component("uv"), "shop/main.py", files=manifest)["build:uv"]
    assert "{scratch}" in built.steps[0].argv
    assert built.steps[0].network


def test_an_unknown_test_command_is_run_as_it_is(catalog: Catalog, component: Make) -> None:
    commands = (Command(kind="test", argv=("uv", "run", "check-all", "--now"), origin="ci"),)
    check = plan(catalog, component(commands=commands), "shop/main.py")["test"]
    assert check.steps[0].argv == ("check-all", "--now")
    assert check.steps[0].reader == "exit-code"
