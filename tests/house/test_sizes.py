"""No file over 400 lines, no function over 60, every module says what it is in one sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, package_files, parse_file

MAX_FILE = 400
MAX_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base"}


@pytest.mark.parametrize("path", package_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_file_is_small_and_introduces_itself(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = parse_file(path)
    assert text.count("\n") <= MAX_FILE
    assert path.stem not in FORBIDDEN_NAMES
    assert len((ast.get_docstring(tree) or "").split()) >= 3, "a module opens with one sentence"


@pytest.mark.parametrize("path", package_files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_functions_are_small(path: Path) -> None:
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(parse_file(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION
    ]
    assert long == []
