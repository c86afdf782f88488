"""Questions to git are answered from the repository as it is, and change nothing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.values.errors import InputError
from backend_agent.world.git import (
    ChangedPath,
    find_default_branch,
    find_merge_base,
    is_shallow,
    list_changed,
    list_submodules,
    read_branch,
    read_file_at,
    read_head,
    resolve_commit,
)
from tests.conftest import MakeRepository, run_git, write_files


def commit(root: Path, files: dict[str, str | bytes], message: str = "More") -> str:
    write_files(root, files)
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", message)
    return run_git(root, "rev-parse", "HEAD").strip()


def test_head_and_branch_are_read(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    assert read_branch(root) == "main"
    run_git(root, "checkout", "-q", "--detach")
    assert read_branch(root) is None
    assert read_head(root) == run_git(root, "rev-parse", "main").strip()


def test_before_the_first_commit_there_is_a_branch_but_no_head(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "-q", "-b", "main")
    assert (read_branch(tmp_path), read_head(tmp_path)) == ("main", None)
    assert find_merge_base(tmp_path) is None


def test_work_began_where_it_left_the_default_branch(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    began = read_head(root)
    run_git(root, "checkout", "-q", "-b", "feature")
    commit(root, {"b": ""})
    run_git(root, "checkout", "-q", "main")
    commit(root, {"c": ""})
    run_git(root, "checkout", "-q", "feature")
    assert find_default_branch(root) == "main"
    assert find_merge_base(root) == began
    assert find_merge_base(root, "feature") == read_head(root)


def test_a_commit_that_is_not_there_is_named(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    with pytest.raises(InputError, match="nowhere: no such commit"):
        find_merge_base(root, "nowhere")
    with pytest.raises(InputError, match="--all: no such commit"):
        resolve_commit(root, "--all")


def test_a_shallow_clone_says_so_and_how_to_get_the_rest(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo({"a": ""})
    first = read_head(root)
    commit(root, {"b": ""})
    run_git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "clone")
    clone = tmp_path / "clone"
    assert is_shallow(clone)
    assert not is_shallow(root)
    assert first is not None
    with pytest.raises(InputError) as caught:
        resolve_commit(clone, first)
    assert "--unshallow" in caught.value.hint


def test_what_changed_counts_commits_edits_and_untracked_files(repo: MakeRepository) -> None:
    root = repo({"kept": "1", "edited": "1", "gone": "1", ".gitignore": "*.log\n"})
    began = run_git(root, "rev-parse", "HEAD").strip()
    commit(root, {"committed": "1"})
    write_files(root, {"edited": "2", "new ü": "1", "x.log": "1"})
    (root / "gone").unlink()
    assert list_changed(root, began) == (
        ChangedPath(path="committed", action="create"),
        ChangedPath(path="edited", action="modify"),
        ChangedPath(path="gone", action="delete"),
        ChangedPath(path="new ü", action="create"),
    )


def test_line_ends_that_git_converts_are_no_change(repo: MakeRepository) -> None:
    root = repo({"a": "one\ntwo\n"})
    run_git(root, "config", "core.autocrlf", "true")
    (root / "a").write_bytes(b"one\r\ntwo\r\n")
    assert list_changed(root, "HEAD") == ()


def test_asking_what_changed_runs_no_filter_and_writes_nothing(repo: MakeRepository) -> None:
    root = repo({"a": "1", ".gitattributes": "* filter=evil diff=evil\n"})
    for name in ("filter.evil.clean", "filter.evil.process", "diff.evil.textconv"):
        run_git(root, "config", name, f"touch {root.parent}/ran; cat")
    run_git(root, "config", "filter.evil.required", "true")
    (root / "a").write_text("2")
    index = (root / ".git" / "index").read_bytes()
    assert list_changed(root, "HEAD") == (ChangedPath(path="a", action="modify"),)
    assert not (root.parent / "ran").exists()
    assert (root / ".git" / "index").read_bytes() == index


def test_a_file_is_read_as_a_commit_has_it(repo: MakeRepository) -> None:
    root = repo({"a": b"\xef\xbb\xbfone\r\n"})
    (root / "a").write_bytes(b"two")
    assert read_file_at(root, "HEAD", "a") == b"\xef\xbb\xbfone\r\n"
    assert read_file_at(root, "HEAD", "b") is None


def test_submodules_are_listed(repo: MakeRepository) -> None:
    library = repo({"lib.py": "1"}, name="library")
    root = repo({"a": ""})
    run_git(root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "sub")
    assert list_submodules(root) == ("sub",)


def test_variables_of_a_surrounding_git_do_not_lead_astray(
    repo: MakeRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, other = repo({"a": ""}), repo({"b": ""}, name="other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert read_file_at(root, "HEAD", "a") == b""
