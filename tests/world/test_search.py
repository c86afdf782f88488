"""A search finds the same whether ripgrep is installed or not: by git, without ignored files."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from backend_agent.world.search import search_content
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import Worktree, create_worktree
from tests.conftest import MakeRepository

FILES: Mapping[str, str | bytes] = {
    ".gitignore": "built/\n",
    "app.py": "def net(x):\n    return 19\n",
    "src/shop/price.py": "import os\n\n\ndef net(gross):\n    return gross\n",
    "src/shop/price.ts": "export function net() {}\n",
    "src/über mut.py": "NET = 1\n",
    ".hidden/x.py": "def net(): ...\n",
    "built/out.py": "def net(): ...\n",
    "data.bin": b"\x00def net\x00",
}


@pytest.fixture
def worktree(repo: MakeRepository, tmp_path: Path) -> Worktree:
    made = create_worktree(open_workspace(repo(FILES)), tmp_path / "work")
    (made.root / "new.py").write_text("def net_new(): ...\n")
    (made.root / "built").mkdir()
    (made.root / "built/out.py").write_text("def net(): ...\n")
    return made


@pytest.fixture(params=["rg", "git"])
def searcher(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    name = str(request.param)
    if shutil.which(name) is None:
        pytest.skip(f"not installed: {name}")
    if name == "git":
        only = tmp_path / "bin"
        only.mkdir()
        for program in ("git", "sh"):
            (only / program).symlink_to(shutil.which(program) or "")
        monkeypatch.setenv("PATH", str(only))
    return name


CASES: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        r"def net\b",
        {},
        [".hidden/x.py:1:", "app.py:1:", "src/shop/price.py:4:"],
    ),
    (r"def net\w*", {"inside": "new.py"}, ["new.py:1:"]),
    ("net", {"inside": "src/shop"}, ["src/shop/price.py:4:", "src/shop/price.ts:1:"]),
    (r"return \d+", {}, ["app.py:2:"]),
    (r"(?:class|def)\s+net\(\w+\)", {}, ["app.py:1:", "src/shop/price.py:4:"]),
    ("net", {"glob": "*.ts"}, ["src/shop/price.ts:1:"]),
    ("net", {"glob": "src/**/*.py"}, ["src/shop/price.py:4:"]),
    ("net", {"glob": "*.{ts,js}"}, ["src/shop/price.ts:1:"]),
    ("net", {"inside": "src", "glob": "*.ts"}, ["src/shop/price.ts:1:"]),
    ("^net", {"ignore_case": True}, ["src/über mut.py:1:"]),
    ("return", {"names_only": True}, ["app.py", "src/shop/price.py"]),
    ("net|return", {"counts": True, "inside": "app.py"}, ["app.py:2"]),
    ("^return", {}, []),
    ("--net", {}, []),
]


@pytest.mark.parametrize(("pattern", "options", "expected"), CASES, ids=lambda each: str(each)[:40])
def test_both_find_the_same(
    searcher: str,
    pattern: str,
    options: dict[str, Any],
    expected: list[str],
    worktree: Worktree,
) -> None:
    found = search_content(worktree, pattern, **options)
    assert found.trouble == ""
    assert list(found.lines) == sorted(found.lines)
    assert len(found.lines) == len(expected), found.lines
    for line, start in zip(sorted(found.lines), sorted(expected), strict=True):
        assert line.startswith(start)


@pytest.mark.parametrize("searcher", ["rg", "git"], indirect=True)
def test_lines_around_are_shown_and_a_broken_pattern_is_told(
    searcher: str, worktree: Worktree
) -> None:
    around = search_content(worktree, "def net", inside="src/shop/price.py", before=1, after=1)
    assert [line.partition("py")[2][:3] for line in around.lines] == ["-3-", ":4:", "-5-"]
    assert search_content(worktree, "(unclosed").trouble
