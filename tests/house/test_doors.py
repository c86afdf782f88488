"""Files, processes and clock only through `world`; only `catalog` reads `data/`; no hidden imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import PACKAGE, dotted_calls, package_files, parse_file, room_of

OUTSIDE = re.compile(
    r"^(os\.(system|popen|exec\w*|spawn\w*|fork|kill|killpg|remove|unlink|rename|replace|makedirs|mkdir|rmdir"
    r"|symlink|link|chmod|utime|truncate)|open|io\.open|eval|exec|__import__|importlib\.import_module"
    r"|asyncio\.create_subprocess_\w+|time\.(time|monotonic|sleep)|datetime\.(now|utcnow|today)"
    r"|datetime\.datetime\.(now|utcnow|today)|random\.\w+|uuid\.uuid[14])$"
)
PATH_WRITES = re.compile(
    r"\.(write_text|write_bytes|mkdir|touch|rmdir|symlink_to|hardlink_to|chmod)$"
)
READ_DATA = re.compile(r"\.(files|read_text|read_bytes|iterdir|rglob|glob)$")
OTHERS = tuple(path for path in package_files() if room_of(path) != "world")


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_outside_is_touched_but_through_world(path: Path) -> None:
    found = [
        f"{line}: {name}"
        for line, name in dotted_calls(parse_file(path))
        if OUTSIDE.match(name) or PATH_WRITES.search(name)
    ]
    assert found == []


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_network_library_is_imported(path: Path) -> None:
    # urllib.parse only reads text; import-linter cannot tell it from urllib.request.
    for node in ast.walk(parse_file(path)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not [
            name
            for name in names
            if name.startswith(("urllib.request", "http", "ftplib", "smtplib"))
        ]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_catalog_reads_files_of_data(path: Path) -> None:
    if room_of(path) == "catalog":
        return
    text = path.read_text(encoding="utf-8")
    assert "importlib.resources" not in text
    assert not re.search(r"__file__", text)


def test_importing_the_package_does_nothing() -> None:
    tree = parse_file(PACKAGE / "__init__.py")
    allowed = (
        ast.Expr,
        ast.Import,
        ast.ImportFrom,
        ast.Assign,
        ast.AnnAssign,
        ast.FunctionDef,
        ast.If,
    )
    assert all(isinstance(node, allowed) for node in tree.body)
