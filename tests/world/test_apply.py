"""A change reaches the user's files all or nothing, and is taken back to the byte."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError
from backend_agent.world.apply import Mismatch, apply_changes, check_changes, undo_changes
from backend_agent.world.paths import LINK_MODE
from tests.conftest import MakeRepository, run_git, write_files
from tests.world.confined import run_unprivileged
from tests.world.test_worktree import picture

FILES: dict[str, str | bytes] = {
    "crlf.py": b"\xef\xbb\xbfone\r\n",
    "gone.py": "old",
    "run.sh": "#!/bin/sh\n",
    "plain.sh": "x",
    "deep/a.py": "1",
}
CHANGES = (
    FileChange(path="crlf.py", before=b"\xef\xbb\xbfone\r\n", after=b"\xef\xbb\xbfone\r\ntwo\r\n"),
    FileChange(path="gone.py", before=b"old", after=None),
    FileChange(path="run.sh", before=b"#!/bin/sh\n", after=b"#!/bin/bash\n", mode=0o755),
    FileChange(path="plain.sh", before=b"x", after=b"x", mode=0o755),
    FileChange(path="new/deep/b.py", before=None, after=b"b", mode=0o644),
    FileChange(path="new/link", before=None, after=b"deep/b.py", mode=LINK_MODE),
)


def build(repo: MakeRepository, name: str = "repo") -> Path:
    root = repo(FILES, name=name)
    (root / "run.sh").chmod(0o755)
    (root / "crlf.py").chmod(0o640)
    return root


def folders(root: Path) -> list[str]:
    return sorted(
        str(p.relative_to(root)) for p in root.rglob("*") if p.is_dir() and ".git" not in p.parts
    )


def test_applying_gives_exactly_the_bytes_and_modes_of_the_change(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    index = (root / ".git" / "index").read_bytes()
    applied = apply_changes(root, CHANGES, tmp_path / "journal")
    assert applied.written == tuple(change.path for change in CHANGES)
    assert picture(root) == {
        "crlf.py": (0o640, b"\xef\xbb\xbfone\r\ntwo\r\n"),
        "deep/a.py": (0o644, b"1"),
        "new/deep/b.py": (0o644, b"b"),
        "new/link": (LINK_MODE, b"deep/b.py"),
        "plain.sh": (0o755, b"x"),
        "run.sh": (0o755, b"#!/bin/bash\n"),
    }
    assert (root / ".git" / "index").read_bytes() == index


def test_applying_again_changes_nothing_and_says_so(repo: MakeRepository, tmp_path: Path) -> None:
    root = build(repo)
    apply_changes(root, CHANGES, tmp_path / "journal")
    (root / "crlf.py").write_text("the user goes on")
    assert apply_changes(root, CHANGES, tmp_path / "journal").already
    assert (root / "crlf.py").read_text() == "the user goes on"


def test_undo_restores_every_byte_mode_and_folder(repo: MakeRepository, tmp_path: Path) -> None:
    root = build(repo)
    before, held = picture(root), folders(root)
    apply_changes(root, CHANGES, tmp_path / "journal")
    undone = undo_changes(root, tmp_path / "journal")
    assert undone.restored == tuple(sorted(change.path for change in CHANGES))
    assert undone.left == ()
    assert (picture(root), folders(root)) == (before, held)
    assert undo_changes(root, tmp_path / "journal").already
    assert run_git(root, "diff", "--name-only") == "run.sh\n"


def test_undo_without_an_apply_has_nothing_to_do(tmp_path: Path) -> None:
    assert undo_changes(tmp_path, tmp_path / "journal").already


def test_undo_leaves_what_was_changed_since_and_lists_it(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    before = picture(root)
    apply_changes(root, CHANGES, tmp_path / "journal")
    write_files(root, {"crlf.py": "mine", "new/deep/b.py": "mine too"})
    undone = undo_changes(root, tmp_path / "journal")
    reason = "it was changed after the apply"
    assert undone.left == (
        Mismatch(path="crlf.py", reason=reason),
        Mismatch(path="new/deep/b.py", reason=reason),
    )
    after = picture(root)
    assert after.pop("new/deep/b.py") == (0o644, b"mine too")
    assert after.pop("crlf.py") == (0o640, b"mine")
    del before["crlf.py"]
    assert after == before


def test_after_an_undo_the_change_can_be_applied_again(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    apply_changes(root, CHANGES, tmp_path / "journal")
    applied = picture(root)
    undo_changes(root, tmp_path / "journal")
    assert not apply_changes(root, CHANGES, tmp_path / "journal").already
    assert picture(root) == applied


@pytest.mark.parametrize(
    ("spoil", "path", "reason"),
    [
        (lambda root: (root / "crlf.py").write_text("x"), "crlf.py", "changed since the run began"),
        (lambda root: (root / "crlf.py").unlink(), "crlf.py", "it is gone"),
        (lambda root: write_files(root, {"new/deep/b.py": ""}), "new/deep/b.py", "exists already"),
        (lambda root: write_files(root, {"new": ""}), "new/deep/b.py", "new is a file"),
        (lambda root: (root / "new").symlink_to("deep"), "new/link", "through the link new"),
        (
            lambda root: ((root / "run.sh").unlink(), (root / "run.sh").symlink_to("crlf.py")),
            "run.sh",
            "it is a link",
        ),
        (
            lambda root: ((root / "gone.py").unlink(), (root / "gone.py").mkdir()),
            "gone.py",
            "a folder",
        ),
    ],
)
def test_one_mismatch_refuses_all_and_names_the_path(
    repo: MakeRepository, tmp_path: Path, spoil: Callable[[Path], object], path: str, reason: str
) -> None:
    root = build(repo)
    spoil(root)
    before = picture(root)
    refused = apply_changes(root, CHANGES, tmp_path / "journal").refused
    assert any(found.path == path and reason in found.reason for found in refused), refused
    assert picture(root) == before
    assert not (tmp_path / "journal").exists()


def test_a_path_named_twice_or_leaving_the_tree_is_refused(tmp_path: Path) -> None:
    change = FileChange(path="a", before=None, after=b"")
    away = FileChange(path="../a", before=None, after=b"")
    assert check_changes(tmp_path, (change, change, away)) == (
        Mismatch(path="a", reason="the change names it twice"),
        Mismatch(path="../a", reason="it is not a plain path below the root"),
    )


def test_names_that_are_not_utf8_are_applied_and_undone(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    name = os.fsdecode(b"caf\xe9.txt")
    apply_changes(root, (FileChange(path=name, before=None, after=b"x"),), tmp_path / "journal")
    assert (root / name).read_bytes() == b"x"
    assert undo_changes(root, tmp_path / "journal").restored == (name,)


def in_a_process_killed_at(step: int, work: Callable[[], object]) -> bool:
    """Run `work` in a child that is killed at its step-th change to a file; whether it was."""
    child = os.fork()
    if child == 0:
        seen = 0

        def count(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            writing = event == "open" and bool(int(str(arguments[2])) & (os.O_WRONLY | os.O_RDWR))
            if writing or event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink"}:
                seen += 1
                if seen == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def test_killed_at_any_step_of_the_apply_the_next_call_finishes_or_undo_restores(
    repo: MakeRepository, tmp_path: Path
) -> None:
    wanted = build(repo, "wanted")
    apply_changes(wanted, CHANGES, tmp_path / "journal")
    after = picture(wanted)
    step = 0
    killed = True
    while killed:
        step += 1
        for finish in (True, False):
            root, journal = build(repo, f"{step}{finish}"), tmp_path / f"journal{step}{finish}"
            before, held = picture(root), folders(root)
            killed = in_a_process_killed_at(step, partial(apply_changes, root, CHANGES, journal))
            if finish:
                assert apply_changes(root, CHANGES, journal).refused == ()
                assert picture(root) == after, step
            undo_changes(root, journal)
            assert (picture(root), folders(root)) == (before, held), step
    assert step > 20


def test_killed_at_any_step_of_the_undo_the_next_call_finishes(
    repo: MakeRepository, tmp_path: Path
) -> None:
    step = 0
    killed = True
    while killed:
        step += 1
        root, journal = build(repo, str(step)), tmp_path / f"journal{step}"
        before, held = picture(root), folders(root)
        apply_changes(root, CHANGES, journal)
        killed = in_a_process_killed_at(step, partial(undo_changes, root, journal))
        undo_changes(root, journal)
        assert (picture(root), folders(root)) == (before, held), step
    assert step > 8


def test_an_edit_between_the_kill_and_the_next_call_takes_the_rest_back(
    repo: MakeRepository, tmp_path: Path
) -> None:
    wanted = build(repo, "wanted")
    apply_changes(wanted, CHANGES, tmp_path / "done")
    root, journal, step = build(repo), tmp_path / "journal", 0
    before = picture(root)
    while picture(root) == before:
        step += 1
        if journal.exists():
            undo_changes(root, journal)
        in_a_process_killed_at(step, partial(apply_changes, root, CHANGES, journal))
    (root / "plain.sh").write_text("the user")
    refused = apply_changes(root, CHANGES, journal).refused
    assert [found.path for found in refused] == ["plain.sh"]
    assert picture(root) == before | {"plain.sh": (0o644, b"the user")}


@pytest.mark.needs("bwrap")
def test_a_full_disk_in_the_middle_takes_everything_back(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    script = """
from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError
from backend_agent.world.apply import apply_changes
root, journal = Path(sys.argv[1]), Path(sys.argv[2])
(root / "a").write_bytes(b"1")
changes = (
    FileChange(path="a", before=b"1", after=b"2"),
    FileChange(path="new/b", before=None, after=b"x" * 300_000),
)
try:
    apply_changes(root, changes, journal)
except InputError as error:
    print(error.message)
print(sorted(p.name for p in root.rglob("*")), (root / "a").read_bytes())
"""
    small = ("--size", "131072", "--tmpfs", str(tmp_path / "small"))
    done = run_unprivileged(script, tmp_path / "small", tmp_path / "journal", mounts=small)
    assert done.splitlines() == [
        f"{tmp_path}/small/new/b: cannot be written (No space left on device)",
        "['a'] b'1'",
    ]


@pytest.mark.needs("bwrap")
def test_a_read_only_tree_is_refused_before_anything_is_written(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    script = """
from backend_agent.values.changes import FileChange
from backend_agent.world.apply import apply_changes
change = FileChange(path="new/b", before=None, after=b"x")
print(apply_changes(Path(sys.argv[1]), (change,), Path(sys.argv[2])).refused)
"""
    done = run_unprivileged(
        script, root, tmp_path / "journal", mounts=("--ro-bind", str(root), str(root))
    )
    assert f"reason='{root} is not writable'" in done


def test_a_damaged_journal_is_told_and_nothing_is_written(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = build(repo)
    apply_changes(root, CHANGES, tmp_path / "journal")
    applied = picture(root)
    (tmp_path / "journal" / "plan.json").write_text("{")
    with pytest.raises(InputError, match="the journal was damaged"):
        undo_changes(root, tmp_path / "journal")
    assert picture(root) == applied
