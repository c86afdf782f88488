"""The copy is the user's tree to the byte, and tells exactly what differs from it afterwards."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import pytest

from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.errors import InputError, Refused
from backend_agent.world.paths import LINK_MODE
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import Worktree, create_worktree
from tests.conftest import MakeRepository, run_git, write_files
from tests.world.confined import run_unprivileged

Picture = dict[str, tuple[int, bytes]]


def picture(root: Path) -> Picture:
    """Every file and link below a folder with its mode and bytes, git's own folders left out."""
    found: Picture = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git"]
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*names, *linked):
            path = Path(folder, name)
            if name == ".git":
                continue
            if path.is_symlink():
                found[str(path.relative_to(root))] = (LINK_MODE, os.fsencode(path.readlink()))
            else:
                mode = path.stat().st_mode & 0o777
                found[str(path.relative_to(root))] = (mode, path.read_bytes())
    return found


def copy(root: Path, at: str = "current", name: str = "run") -> Worktree:
    return create_worktree(open_workspace(root), root.parent / name, at=at)


def changes(*files: FileChange) -> ChangeSet:
    return ChangeSet(changes=files)


def test_a_dirty_tree_is_copied_as_it_is(repo: MakeRepository) -> None:
    root = repo({"a": "1", "staged": "1", "gone": "1", "sub/b": "2", ".gitignore": "*.log\n"})
    write_files(root, {"a": "edited", "staged": "2", "new": "untracked", "x.log": "ignored"})
    run_git(root, "add", "staged")
    (root / "staged").write_text("3")
    (root / "gone").unlink()
    expected = picture(root)
    del expected["x.log"]
    worktree = copy(root)
    assert picture(worktree.root) == expected
    assert worktree.read_changes() == ()
    assert worktree.tree().paths() == tuple(sorted(expected))


def test_line_ends_and_byte_order_marks_survive_attributes_and_settings(
    repo: MakeRepository,
) -> None:
    files: dict[str, str | bytes] = {
        ".gitattributes": "* text=auto eol=lf\n*.ident ident\n*.utf text working-tree-encoding=UTF-16\n",
        "crlf.txt": b"\xef\xbb\xbfone\r\ntwo\r\n",
        "mixed.txt": b"one\r\ntwo\nthree\r",
        "x.ident": b"$Id$\n",
        "x.utf": "\ufeffhi\r\n".encode("utf-16-le"),
    }
    root = repo(files, git=False)
    run_git(root, "init", "-q")
    run_git(root, "config", "core.autocrlf", "true")
    worktree = copy(root)
    assert picture(worktree.root) == picture(root)
    (worktree.root / "mixed.txt").write_bytes(b"one\r\ntwo\r\n")
    assert [(c.before, c.after) for c in worktree.read_changes()] == [
        (b"one\r\ntwo\nthree\r", b"one\r\ntwo\r\n")
    ]


def test_links_modes_and_odd_names_are_copied_as_they_are(
    repo: MakeRepository, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("outside")
    root = repo({"run.sh": "#!/bin/sh\n", "private": "x", "docs/a.md": ""})
    (root / "run.sh").chmod(0o755)
    (root / "private").chmod(0o600)
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "loop").symlink_to("loop")
    (root / "folder").symlink_to("docs")
    (root / "inner.md").symlink_to("docs/a.md")
    (root / os.fsdecode(b"caf\xe9 \n\"'.txt")).write_bytes(b"latin")
    (root / "back\\slash").write_bytes(b"")
    worktree = copy(root)
    assert picture(worktree.root) == picture(root)
    assert worktree.read_changes() == ()


def test_submodules_and_nested_repositories_become_files(repo: MakeRepository) -> None:
    library = repo({"lib.py": "1"}, name="library")
    root = repo({"main.py": ""})
    run_git(
        root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(library), "vendor"
    )
    run_git(root, "commit", "-q", "-m", "Vendor")
    (root / "vendor" / "lib.py").write_text("2")
    (root / "nested").mkdir()
    run_git(root / "nested", "init", "-q")
    (root / "nested" / "n.py").write_text("")
    now = copy(root)
    assert (now.root / "vendor" / "lib.py").read_text() == "2"
    assert (now.root / "nested" / "n.py").exists()
    assert not list(now.root.glob("*/.git"))
    (now.root / "vendor" / "lib.py").write_text("3")
    assert [(c.path, c.before) for c in now.read_changes()] == [("vendor/lib.py", b"2")]
    committed = copy(root, at="HEAD", name="base")
    assert (committed.root / "vendor" / "lib.py").read_text() == "1"
    assert not (committed.root / "nested").exists()


def test_a_commit_is_copied_as_it_was_whatever_lies_in_the_folder(repo: MakeRepository) -> None:
    root = repo({"a": b"one\r\n", "run.sh": "x"})
    (root / "run.sh").chmod(0o755)
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "Run")
    before = picture(root)
    write_files(root, {"a": "edited", "new": ""})
    worktree = copy(root, at="main")
    assert picture(worktree.root) == before
    assert worktree.read_changes() == ()


def test_a_folder_inside_a_repository_is_copied_alone(repo: MakeRepository) -> None:
    root = repo({"backend/main.py": "1", "other": ""})
    (root / "backend" / "main.py").write_text("2")
    workspace = open_workspace(root / "backend")
    now = create_worktree(workspace, root.parent / "now")
    base = create_worktree(workspace, root.parent / "base", at="HEAD")
    assert picture(now.root) == {"main.py": (0o644, b"2")}
    assert picture(base.root) == {"main.py": (0o644, b"1")}


def test_without_git_without_commit_and_from_a_shallow_clone_it_works_the_same(
    repo: MakeRepository, tmp_path: Path
) -> None:
    plain = repo({"a": "1"}, name="plain", git=False)
    fresh = repo({"a": "1"}, name="fresh", git=False)
    run_git(fresh, "init", "-q")
    origin = repo({"a": "0"}, name="origin")
    write_files(origin, {"a": "1"})
    run_git(origin, "commit", "-qam", "Second")
    run_git(tmp_path, "clone", "-q", "--depth", "1", f"file://{origin}", "clone")
    for number, root in enumerate((plain, fresh, tmp_path / "clone")):
        worktree = copy(root, name=f"run{number}")
        (worktree.root / "a").write_text("2")
        assert [(c.path, c.before, c.after) for c in worktree.read_changes()] == [("a", b"1", b"2")]
    log = run_git(tmp_path / "run2" / "tree", "log", "--format=%s")
    assert log == "Second\n"


def test_the_copy_leaves_the_user_s_repository_untouched(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    (root / "a").write_text("2")
    before = {p: p.read_bytes() for p in (root / ".git").rglob("*") if p.is_file()}
    worktree = copy(root)
    worktree.write(changes(FileChange(path="b", before=None, after=b"new")))
    worktree.read_changes()
    worktree.restore()
    assert {p: p.read_bytes() for p in (root / ".git").rglob("*") if p.is_file()} == before
    assert (root / "a").read_text() == "2"


def test_tools_inside_see_a_repository_with_its_history(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    run_git(root, "tag", "-a", "v1.2", "-m", "Release")
    worktree = copy(root)
    assert run_git(worktree.root, "describe") == "v1.2\n"
    assert run_git(worktree.root, "status", "--porcelain") == ""


def test_whatever_was_written_is_seen_and_ignored_files_are_not(repo: MakeRepository) -> None:
    root = repo({"a": "1", "run.sh": "x", "gone": "1", "link": "1", ".gitignore": "*.log\n"})
    worktree = copy(root)
    write_files(
        worktree.root,
        {
            "a": "2",
            "migrations/0001.py": "new",
            "x.log": "",
            "m/__pycache__/x.pyc": "",
            ".venv/x": "",
        },
    )
    (worktree.root / "run.sh").chmod(0o755)
    (worktree.root / "gone").unlink()
    (worktree.root / "link").unlink()
    (worktree.root / "link").symlink_to("a")
    assert worktree.read_changes() == (
        FileChange(path="a", before=b"1", after=b"2"),
        FileChange(path="gone", before=b"1", after=None),
        FileChange(path="link", before=b"1", after=b"a", mode=LINK_MODE),
        FileChange(path="migrations/0001.py", before=None, after=b"new"),
        FileChange(path="run.sh", before=b"x", after=b"x", mode=0o755),
    )


def test_a_file_of_the_change_counts_even_where_it_would_be_ignored(repo: MakeRepository) -> None:
    worktree = copy(repo({".gitignore": "build/\n"}))
    change = FileChange(path="build/a.py", before=None, after=b"x")
    worktree.write(changes(change))
    (worktree.root / "build" / "b.py").write_text("not ours")
    assert worktree.read_changes() == (change,)
    assert worktree.tree().paths() == (".gitignore", "build/a.py")


def test_writing_twice_changes_nothing_and_keeps_permissions(repo: MakeRepository) -> None:
    root = repo({"run.sh": "1", "gone": "1"})
    (root / "run.sh").chmod(0o755)
    worktree = copy(root)
    wanted = changes(
        FileChange(path="run.sh", before=b"1", after=b"2"),
        FileChange(path="gone", before=b"1", after=None),
        FileChange(path="new/x", before=None, after=b"\r\n", mode=0o755),
    )
    assert worktree.write(wanted) == ("run.sh", "gone", "new/x")
    assert worktree.write(wanted) == ()
    assert picture(worktree.root) == {"new/x": (0o755, b"\r\n"), "run.sh": (0o755, b"2")}


def test_restoring_brings_the_baseline_back_exactly(repo: MakeRepository) -> None:
    root = repo({"a": b"1\r\n", "run.sh": "x"})
    (root / "run.sh").chmod(0o755)
    worktree = copy(root)
    before = picture(worktree.root)
    worktree.write(changes(FileChange(path="a", before=b"1\r\n", after=b"2")))
    (worktree.root / "run.sh").chmod(0o644)
    (worktree.root / "stray").write_text("")
    assert worktree.restore() == ("a", "run.sh", "stray")
    assert picture(worktree.root) == before
    assert worktree.read_baseline("a") == b"1\r\n"
    assert worktree.read_baseline("stray") is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/etc/passwd", "plain path"),
        ("../outside", "plain path"),
        ("a/../../b", "plain path"),
        ("a//b", "plain path"),
        ("", "not the name"),
        ("dir/", "not the name"),
        (".git/config", "git itself"),
        ("sub/.GIT/hooks/x", "git itself"),
        ("out/x", "through the link out"),
        ("in/x", "through the link in"),
        ("leaf", "it is a link"),
        ("a/b", "a is a file"),
        ("dir", "it is a folder"),
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_and_nothing_written(
    repo: MakeRepository, tmp_path: Path, path: str, reason: str
) -> None:
    root = repo({"a": "1", "dir/x": ""})
    (tmp_path / "outside").mkdir()
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "in").symlink_to("dir")
    (root / "leaf").symlink_to("a")
    worktree = copy(root)
    good = FileChange(path="good", before=None, after=b"")
    with pytest.raises(Refused, match=reason):
        worktree.write(changes(good, FileChange(path=path, before=None, after=b"x")))
    assert worktree.read_changes() == ()
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_file_that_is_not_as_expected_is_not_overwritten(repo: MakeRepository) -> None:
    worktree = copy(repo({"a": "1"}))
    (worktree.root / "a").write_text("by a tool")
    with pytest.raises(Refused, match="a: not written: it is not as the change expects it"):
        worktree.write(changes(FileChange(path="a", before=b"1", after=b"2")))
    assert (worktree.root / "a").read_text() == "by a tool"


def test_called_again_it_returns_what_is_complete(repo: MakeRepository) -> None:
    root = repo({"a": "1"})
    worktree = copy(root)
    worktree.write(changes(FileChange(path="b", before=None, after=b"")))
    (root / "a").write_text("the user goes on")
    again = copy(root)
    assert again == worktree
    assert [change.path for change in again.read_changes()] == ["b"]


def test_what_a_kill_left_half_done_is_built_anew(repo: MakeRepository) -> None:
    root = repo({"a": "1", "b": "2"})
    worktree = copy(root)
    (root.parent / "run" / "ready.json").unlink()
    (worktree.root / "a").unlink()
    (worktree.root / "leftover").write_text("")
    again = copy(root)
    assert picture(again.root) == picture(root)
    assert json.loads((root.parent / "run" / "ready.json").read_text())["at"] == "current"


def test_a_huge_file_with_holes_is_copied_without_memory_or_disk(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    with (root / "huge").open("wb") as file:
        file.write(b"start")
        file.seek(199_999_996)
        file.write(b"stop")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worktree = copy(root)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    copied = (worktree.root / "huge").stat()
    assert copied.st_size == 200_000_000
    assert copied.st_blocks * 512 < 10_000_000
    assert grown < 100_000
    with (worktree.root / "huge").open("rb") as file:
        assert file.read(5) == b"start"
        file.seek(-4, os.SEEK_END)
        assert file.read() == b"stop"
    assert worktree.read_changes() == ()


def test_a_commit_that_is_not_there_is_named(repo: MakeRepository) -> None:
    root = repo({"a": ""})
    with pytest.raises(InputError, match="absent: no such commit"):
        copy(root, at="absent")
    assert not (root.parent / "run").exists()


@pytest.mark.needs("bwrap")
def test_a_read_only_tree_is_copied_all_the_same_and_a_full_disk_is_told(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo({"a": "1", "big": b"x" * 300_000})
    (tmp_path / "small").mkdir()
    script = """
from backend_agent.values.errors import BackendAgentError
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import create_worktree
workspace = open_workspace(Path(sys.argv[1]))
try:
    print(create_worktree(workspace, Path(sys.argv[2])).tree().paths())
except BackendAgentError as error:
    print(error.message, "|", error.hint)
"""
    read_only = ("--ro-bind", str(root), str(root))
    done = run_unprivileged(script, root, tmp_path / "run", mounts=read_only)
    assert done == "('a', 'big')\n"
    small = ("--size", "131072", "--tmpfs", str(tmp_path / "small"))
    done = run_unprivileged(script, root, tmp_path / "small/run", mounts=(*read_only, *small))
    assert f"{root}/big: cannot be copied (No space left on device) | free some" in done
