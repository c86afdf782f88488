"""A branch is delivered without moving anything that the user has."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError, Refused
from backend_agent.world.branch import WrittenBranch, write_branch
from backend_agent.world.workspace import open_workspace
from tests.conftest import MakeRepository, run_git, write_files
from tests.world.test_worktree import picture


def deliver(root: Path, *changes: FileChange, **more: str) -> WrittenBranch:
    base = more.pop("base", "HEAD")
    message = more.pop("message", "Add orders\n\nMade by analogy with items.")
    return write_branch(open_workspace(root), "agent/orders", base, changes, message, **more)  # type: ignore[arg-type]


def show(root: Path, path: str) -> bytes:
    return run_git(root, "show", f"agent/orders:{path}").encode()


NEW = FileChange(path="src/orders.py", before=None, after=b"orders\n", mode=0o755)


def test_the_branch_holds_the_change_and_nothing_else_moves(repo: MakeRepository) -> None:
    root = repo({"a": "1\n", "gone": "x", "kept": "k"})
    write_files(root, {"kept": "edited", "stray": "untracked"})
    run_git(root, "add", "kept")
    head, status = run_git(root, "rev-parse", "HEAD"), run_git(root, "status", "--porcelain")
    index, files = (root / ".git" / "index").read_bytes(), picture(root)
    branch = deliver(
        root,
        FileChange(path="a", before=b"1\n", after=b"2\n"),
        FileChange(path="gone", before=b"x", after=None),
        NEW,
    )
    assert run_git(root, "rev-parse", "agent/orders").strip() == branch.commit
    assert run_git(root, "diff", "--name-status", "HEAD", "agent/orders").split() == [
        *("M", "a"),
        *("D", "gone"),
        *("A", "src/orders.py"),
    ]
    assert run_git(root, "ls-tree", "agent/orders", "src/orders.py").startswith("100755")
    assert run_git(root, "rev-parse", "agent/orders^") == head
    assert run_git(root, "rev-parse", "HEAD") == head
    assert run_git(root, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    assert (root / ".git" / "index").read_bytes() == index
    assert picture(root) == files
    assert run_git(root, "status", "--porcelain") == status
    assert branch.carried == ()


def test_written_again_it_is_the_same_commit(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    assert deliver(root, NEW) == deliver(root, NEW)
    assert run_git(root, "rev-list", "--count", "agent/orders") == "2\n"


def test_a_branch_of_somebody_else_is_not_touched(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    run_git(root, "branch", "agent/orders")
    before = run_git(root, "rev-parse", "agent/orders")
    with pytest.raises(Refused, match="agent/orders exists already"):
        deliver(root, NEW)
    assert run_git(root, "rev-parse", "agent/orders") == before


def test_an_own_earlier_commit_is_replaced_unless_it_is_checked_out(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    first = deliver(root, NEW)
    second = deliver(root, NEW, message="Better", replaces=first.commit)
    assert run_git(root, "rev-parse", "agent/orders").strip() == second.commit != first.commit
    run_git(root, "switch", "-q", "agent/orders")
    with pytest.raises(Refused, match="checked out"):
        deliver(root, NEW, base="main", message="Best", replaces=second.commit)


def test_the_author_is_the_user_of_the_repository_or_who_is_given(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    run_git(root, "config", "user.name", "Grace")
    run_git(root, "config", "user.email", "grace@example.com")
    deliver(root, NEW)
    assert run_git(root, "log", "-1", "--format=%an %ae", "agent/orders") == (
        "Grace grace@example.com\n"
    )


def test_line_ends_are_committed_as_the_repository_keeps_them(repo: MakeRepository) -> None:
    root = repo({"a": "one\n", "raw": b"one\r\n", ".gitattributes": "*.py text=auto\n"})
    (root / "a").write_bytes(b"one\r\n")
    branch = deliver(
        root,
        FileChange(path="a", before=b"one\r\n", after=b"one\r\ntwo\r\n"),
        FileChange(path="raw", before=b"one\r\n", after=b"one\r\ntwo\r\n"),
        FileChange(path="new.py", before=None, after=b"x\r\n"),
        FileChange(path="new.txt", before=None, after=b"x\r\n"),
    )
    assert branch.carried == ()
    sizes = run_git(root, "ls-tree", "-l", "agent/orders", "a", "raw", "new.py", "new.txt")
    assert [line.split()[3] for line in sizes.splitlines()] == ["8", "2", "3", "10"]


def test_edits_of_the_user_that_travel_along_are_listed(repo: MakeRepository) -> None:
    root = repo({"a": "1\n"})
    (root / "a").write_text("1\nmine\n")
    branch = deliver(root, FileChange(path="a", before=b"1\nmine\n", after=b"0\n1\nmine\n"))
    assert branch.carried == ("a",)
    assert show(root, "a") == b"0\n1\nmine\n"


def test_a_folder_inside_a_repository_is_delivered_in_its_place(repo: MakeRepository) -> None:
    root = repo({"backend/main.py": "1", "other": ""})
    deliver(root / "backend", NEW, FileChange(path="main.py", before=b"1", after=b"2"))
    assert show(root, "backend/src/orders.py") == b"orders\n"
    assert show(root, "backend/main.py") == b"2"
    assert show(root, "other") == b""


def test_hooks_filters_and_signing_of_the_repository_do_not_run(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    hooks = root / ".git" / "hooks"
    for name in ("reference-transaction", "post-commit", "pre-commit", "post-index-change"):
        write_files(hooks, {name: f"#!/bin/sh\ntouch {root.parent}/ran\n"})
        (hooks / name).chmod(0o755)
    run_git(root, "config", "commit.gpgSign", "true")
    run_git(root, "config", "gpg.program", f"touch {root.parent}/ran")
    deliver(root, NEW)
    assert not (root.parent / "ran").exists()


def test_what_cannot_be_delivered_is_refused_with_a_reason(repo: MakeRepository) -> None:
    library = repo({"lib.py": "1"}, name="library")
    root = repo({"a": "1", ".gitattributes": "*.bin filter=lfs\n"})
    run_git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "sub")
    with pytest.raises(Refused, match=r"sub/x: it belongs to the submodule sub"):
        deliver(root, FileChange(path="sub/x", before=None, after=b""))
    with pytest.raises(Refused, match=r"x.bin: git keeps it through the filter lfs"):
        deliver(root, FileChange(path="x.bin", before=None, after=b""))
    with pytest.raises(InputError, match="absent: no such commit"):
        deliver(root, NEW, base="absent")
    with pytest.raises(InputError, match="not a name for a branch"):
        write_branch(open_workspace(root), "a..b", "HEAD", (NEW,), "x")
    assert run_git(root, "branch", "--format=%(refname:short)") == "main\n"


def test_a_plain_folder_has_no_branches(repo: MakeRepository) -> None:
    root = repo({"a": "1"}, git=False)
    with pytest.raises(InputError, match="not a git repository"):
        deliver(root, NEW)
