"""Every `cases/facts/<case>` beside a technology's data is read as its expectation says.

`UPDATE_CASES=1` writes the expectations anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.world.tree import MemoryTree
from tests.facts.show import show_application

DATA = Path(__file__).parents[2] / "src" / "backend_agent" / "data" / "technologies"
CASES = sorted(DATA.glob("*/*/cases/facts/*"))


def read_case(folder: Path) -> str:
    files = folder / "files"
    tree = MemoryTree(
        {
            path.relative_to(files).as_posix(): path.read_bytes()
            for path in files.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
    )
    catalog = load_catalog()
    component = detect_stack(tree, catalog).components[0]
    return show_application(read_application(tree, component, catalog))


@pytest.mark.parametrize("folder", CASES, ids=lambda path: f"{path.parents[2].name}-{path.name}")
def test_case_is_read_as_expected(folder: Path) -> None:
    shown = read_case(folder)
    expected = folder / "expected.toml"
    if os.environ.get("UPDATE_CASES") == "1":
        expected.write_text(shown, encoding="utf-8")
    assert tomllib.loads(shown) == tomllib.loads(expected.read_text(encoding="utf-8"))


def test_there_are_cases_of_two_languages() -> None:
    assert {"fastapi", "hono", "express", "sqlalchemy"} <= {case.parents[2].name for case in CASES}
