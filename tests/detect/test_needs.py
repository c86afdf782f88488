"""What commands need: services, variables by name alone, programs; and how one test file is run."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect.listing import Listing
from backend_agent.detect.needs import find_needs
from backend_agent.detect.sample import Texts
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Command, FoundTechnology, Need
from backend_agent.world.tree import MemoryTree
from tests.detect.repositories import commands, detect, pyproject

SQLITE = FoundTechnology(id="sqlite", title="SQLite", kind="database")
POSTGRES = FoundTechnology(id="postgresql", title="PostgreSQL", kind="database")


def needs_of(files: dict[str, str], argvs: list[str]) -> tuple[Need, ...]:
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    layout = load_catalog().documents(LayoutFormat)[0].value
    given = tuple(Command(kind="test", argv=tuple(line.split())) for line in argvs)
    return find_needs(
        (SQLITE, POSTGRES),
        given,
        (Listing("", tree.paths()),),
        layout,
        Texts(tree),
        lambda name: name == "make",
    )


def test_database_that_needs_no_server_is_no_need() -> None:
    services = [each.name for each in needs_of({}, []) if each.kind == "service"]
    assert services == ["postgresql"]


def test_variables_are_named_with_their_place_and_never_with_their_value() -> None:
    text = "# Secrets\nSECRET_KEY=hunter2\nexport PORT = 8000\n#OLD=1\nlower=1\n"
    found = [each for each in needs_of({".env.example": text}, []) if each.kind == "variable"]
    assert [(each.name, str(each.evidence)) for each in found] == [
        ("SECRET_KEY", ".env.example:2"),
        ("PORT", ".env.example:3"),
    ]
    assert "hunter2" not in repr(found)
    assert needs_of({".env": text}, []) == needs_of({}, []), "the real one is not read"


@pytest.mark.parametrize(("line", "present"), [("make test", True), ("tox", False)])
def test_program_of_a_command_is_looked_for(line: str, present: bool) -> None:
    (tool,) = [each for each in needs_of({}, [line]) if each.kind == "tool"]
    assert (tool.name, tool.present) == (line.split()[0], present)


def test_script_of_the_repository_is_no_program() -> None:
    assert [each for each in needs_of({}, ["./run.sh"]) if each.kind == "tool"] == []


def test_one_test_file_alone_is_run_by_an_example_of_the_repository() -> None:
    files = {
        "pyproject.toml": pyproject("fastapi", "pytest"),
        "uv.lock": "",
        "tests/api/test_orders.py": "def test_a(): ...\n",
    }
    assert commands(detect(files).components[0], "test-file") == [
        "uv run pytest tests/api/test_orders.py"
    ]
    go = {"go.mod": "module shop\n\ngo 1.24\n", "orders/store_test.go": "package orders\n"}
    assert commands(detect(go).components[0], "test-file") == ["go test ./orders"]
