"""`repo({...})` builds a real little repository; the fixtures every test of the suite may use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

GIT_ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}

MakeRepository = Callable[..., Path]


def write_files(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write each file exactly as given; a text is UTF-8 with its own line ends."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def run_git(root: Path, *arguments: str) -> str:
    """Run git in `root` with an identity and without the machine's configuration."""
    done = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=GIT_ENVIRONMENT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def repo(tmp_path: Path) -> MakeRepository:
    """`repo({"main.py": "…"})` → a committed repository's root; `git=False` leaves a plain folder."""

    def make(files: Mapping[str, str | bytes], *, name: str = "repo", git: bool = True) -> Path:
        root = tmp_path / name
        root.mkdir()
        write_files(root, files)
        if git:
            run_git(root, "init", "-q", "-b", "main")
            run_git(root, "add", "-A")
            run_git(root, "commit", "-q", "--allow-empty", "-m", "First")
        return root

    return make


# --- live tests: a missing tool is skipped by name, listed at the end, and fails under REQUIRE_LIVE=1

PROGRAMS: Mapping[str, tuple[str, ...]] = {
    "postgres": ("/usr/lib/postgresql/*/bin/postgres", "/usr/local/pgsql/bin/postgres", "postgres"),
}


def find_tool(name: str) -> bool:
    """Whether a program of that name (or one of its usual places) is on this machine."""
    places = PROGRAMS.get(name, (name,))
    return any(
        list(Path("/").glob(place[1:])) if "/" in place else shutil.which(place) for place in places
    ) or (Path(sys.executable).with_name(name).exists())


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        missing = [name for name in marker.args if not find_tool(name)]
        if missing and os.environ.get("REQUIRE_LIVE") == "1":
            pytest.fail(f"REQUIRE_LIVE=1 and not installed: {', '.join(missing)}", pytrace=False)
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = sorted(
        {report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)}
    )
    if reasons:
        terminalreporter.section("not proved on this machine")
        for reason in reasons:
            terminalreporter.write_line(reason)
