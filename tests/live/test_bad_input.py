"""Trouble that only a real machine makes: a full disk, a read-only tree, two runs at once, Ctrl+C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.shop import FILES, ORDER
from tests.conftest import MakeRepository, run_git

pytestmark = [pytest.mark.live, pytest.mark.needs("git")]


def start(root: Path, home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "backend_agent", *arguments],
        cwd=root,
        env={**os.environ, "BACKEND_AGENT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def type_in(root: Path, home: Path, *arguments: str) -> tuple[int, str, str]:
    process = start(root, home, *arguments)
    output, errors = process.communicate(timeout=300)
    return process.returncode, output, errors


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    """Something mounted on `folder`; where this machine does not allow it, the test is skipped by name."""
    done = subprocess.run(
        ["mount", *options, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_nothing_of_the_user_s_is_lost(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(FILES)
    home = tmp_path / "small"
    home.mkdir()
    with mounted(home, "-t", "tmpfs", "-o", "size=400k", "tmpfs"):
        code, output, errors = type_in(root, home, *ORDER)
        assert code == 2, output + errors
        assert "error: " in errors
        assert "  → " in errors
        assert any(told in errors for told in ("full", "No space left", "could not be recorded"))
        assert "Traceback" not in errors
    assert run_git(root, "status", "--porcelain") == ""


def test_a_read_only_tree_can_be_worked_on_and_is_not_written(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root, home = repo(FILES, git=False), tmp_path / "home"
    with mounted(root, "--bind", str(root)):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(root)], check=True)
        code, output, errors = type_in(root, home, *ORDER)
        assert code == 1, errors
        assert "shop/routes/orders.py" in output
        code, _, errors = type_in(root, home, "runs", "apply", "last", "--unverified")
        assert code in (2, 4)
        assert "not writable" in errors or "Read-only file system" in errors
        assert "Traceback" not in errors
    assert not (root / "shop/routes/orders.py").exists()


def test_two_runs_at_once_in_one_repository_both_end_with_their_own_branch(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root, home = repo(FILES), tmp_path / "home"
    both = [
        start(root, home, "add", "resource", name, "title:string") for name in ("order", "bill")
    ]
    ended = [(process.communicate(timeout=300), process.returncode) for process in both]
    assert [code for _, code in ended] == [1, 1], ended
    branches = run_git(root, "branch", "--list", "backend-agent/*", "--format=%(refname:short)")
    made = {
        name
        for branch in branches.split()
        for name in run_git(root, "diff", "--name-only", f"main...{branch}").split()
        if name.startswith("shop/routes/")
    }
    assert made == {"shop/routes/orders.py", "shop/routes/bills.py"}
    assert run_git(root, "status", "--porcelain") == ""


def is_under_way(home: Path) -> bool:
    """The record names the step that was begun last."""
    records = [path.read_text(encoding="utf-8") for path in home.glob("runs/*/run.json")]
    return any('"phase": "implement' in text for text in records)


def test_an_interrupted_run_says_how_to_resume_it_and_does(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root, home = repo(FILES), tmp_path / "home"
    process = start(root, home, *ORDER)
    while process.poll() is None and not is_under_way(home):
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    (run,) = [path.name for path in (home / "runs").iterdir()]
    assert f"`backend-agent runs resume {run}` continues where it was" in errors
    code, output, errors = type_in(root, home, "runs", "resume", run)
    assert code == 1, errors
    assert "shop/routes/orders.py" in output
