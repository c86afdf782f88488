"""Documented commands are taken apart down to single tools, with the scope that the repository gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend_agent.catalog import Catalog
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, Component
from backend_agent.verify.checks.documented import unfold_commands
from backend_agent.verify.checks.scope import documented_scope, match_tool, split_arguments
from tests.verify.conftest import memory_tree

RUNNERS = (("uv", "run"), ("npx",))
FILES = {
    "api/app/main.py": "",
    "api/tests/test_a.py": "",
    "api/mypy.ini": "",
    "api/scripts/lint.sh": "#!/usr/bin/env bash\nset -e\n\nmypy app\nruff check app\n",
    "api/scripts/format.sh": "ruff check app tests --fix\nruff format app\n",
    "api/scripts/all.sh": 'cd api && bash scripts/test.sh "$@"\n',
    "api/scripts/test.sh": "export A=1\ncoverage run -m pytest tests/ -x\n",
    "Makefile": "lint:\n\t@uv run mypy api \\\n\t  --strict\n\t-ruff check .\n\ntest:\n\tpytest\n",
    "tox.ini": (
        "[testenv]\ncommands=\n    pytest -q {posargs}\n\n[testenv:lint]\ndeps =\n    flake8\n"
        "commands =\n    flake8 api tests\n    mypy api\nallowlist_externals = make\n"
    ),
    "package.json": '{"scripts": {\n  "lint": "eslint src && tsc --noEmit"\n}}',
}
TREE = memory_tree(FILES)


def command(*argv: str, kind: str = "lint", **more: object) -> Command:
    base = {"kind": kind, "argv": argv, "cwd": "api", "origin": "script"}
    return Command(**{**base, **more})  # type: ignore[arg-type]


def unfold(make: Callable[..., Component], *commands: Command) -> list[tuple[str, ...]]:
    found = unfold_commands(TREE, make(path="api", commands=commands), RUNNERS)
    return [each.argv for each in found]


@pytest.mark.parametrize(
    ("documented", "tools"),
    [
        (command("bash", "scripts/lint.sh"), [("mypy", "app"), ("ruff", "check", "app")]),
        (command("uv", "run", "--frozen", "mypy", "app"), [("mypy", "app")]),
        (
            command("bash", "scripts/all.sh"),
            [("coverage", "run", "-m", "pytest", "tests/", "-x")],
        ),
        (
            command("make", "lint", cwd="", evidence=Evidence(path="Makefile", line=1)),
            [("make", "lint"), ("mypy", "api", "--strict"), ("ruff", "check", ".")],
        ),
        (
            command("tox", "-e", "lint", cwd="", evidence=Evidence(path="tox.ini", line=5)),
            [("tox", "-e", "lint"), ("flake8", "api", "tests"), ("mypy", "api")],
        ),
        (
            command("npm", "run", "lint", cwd="", evidence=Evidence(path="package.json", line=2)),
            [("npm", "run", "lint"), ("eslint", "src"), ("tsc", "--noEmit")],
        ),
    ],
)
def test_a_command_is_unfolded_to_its_tools(
    component: Callable[..., Component], documented: Command, tools: list[tuple[str, ...]]
) -> None:
    assert unfold(component, documented) == tools


def test_a_command_that_changes_files_has_the_last_word(
    component: Callable[..., Component],
) -> None:
    writing = command("bash", "scripts/format.sh", kind="format", writes=True, origin="ci")
    found = unfold(component, writing, command("bash", "scripts/lint.sh"))
    assert found[0] == ("mypy", "app")


def test_the_scope_is_the_documented_one_without_what_writes(
    catalog: Catalog, component: Callable[..., Component]
) -> None:
    tool = catalog.technology("ruff")
    calls = unfold_commands(
        TREE, component(path="api", commands=(command("bash", "scripts/format.sh"),)), RUNNERS
    )
    scope = documented_scope(tool.commands[0], tool.commands, calls, TREE)
    assert scope is not None
    assert scope[1:] == ((), ("app", "tests"))


def test_a_tool_is_found_behind_the_module_switch(catalog: Catalog) -> None:
    pytest_command = catalog.technology("pytest").commands[0]
    assert match_tool(pytest_command, ("coverage", "run", "-m", "pytest", "tests/")) == ("tests/",)
    assert match_tool(pytest_command, ("ruff", "check", "pytest")) is None


def test_a_configuration_behind_an_option_is_no_path() -> None:
    rest = ("--config-file", "mypy.ini", "app", "--cov=app", "Coverage title")
    options, paths = split_arguments(rest, TREE, "api", frozenset({"--cov"}))
    assert options == ("--config-file", "mypy.ini")
    assert paths == ("app",)


def test_a_program_of_many_uses_is_the_tool_only_with_the_option_that_marks_it(
    catalog: Catalog,
) -> None:
    runner = next(each for each in catalog.technology("node-test").commands if each.kind == "test")
    assert match_tool(runner, ("node", "--import=tsx", "--watch", "src/index.ts")) is None
    assert match_tool(runner, ("node", "--test", "test/")) == ("--test", "test/")
