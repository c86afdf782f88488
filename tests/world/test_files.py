"""Files are written whole or not at all, and trouble is told as what, where and what to do."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend_agent.values.errors import InputError
from backend_agent.world.files import (
    append_line,
    ensure_folder,
    explain_trouble,
    hash_bytes,
    hash_file,
    lock_file,
    read_file,
    remove_folder,
    write_atomic,
)
from tests.world.confined import run_unprivileged


def test_writing_sets_bytes_and_mode_exactly(tmp_path: Path) -> None:
    path = tmp_path / "run.sh"
    write_atomic(path, b"\xef\xbb\xbf#!/bin/sh\r\n", 0o755)
    assert path.read_bytes() == b"\xef\xbb\xbf#!/bin/sh\r\n"
    assert path.stat().st_mode & 0o777 == 0o755
    assert list(tmp_path.iterdir()) == [path]


def test_writing_replaces_a_link_and_leaves_what_it_led_to(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"kept")
    link = tmp_path / "link"
    link.symlink_to(outside)
    write_atomic(link, b"new")
    assert outside.read_bytes() == b"kept"
    assert not link.is_symlink()


def test_a_failed_write_leaves_the_old_file_and_no_leftover(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_atomic(path, b"new")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.needs("bwrap")
def test_a_full_disk_is_told_with_a_way_out_and_keeps_the_old_file(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    done = run_unprivileged(
        """
from backend_agent.values.errors import InputError
from backend_agent.world.files import write_atomic
path = Path(sys.argv[1], "file")
write_atomic(path, b"old")
try:
    write_atomic(path, b"x" * (1 << 20))
except InputError as error:
    print(error.message, "|", error.hint)
print(path.read_bytes(), sorted(entry.name for entry in path.parent.iterdir()))
""",
        full,
        mounts=("--size", "65536", "--tmpfs", str(full)),
    )
    first, second = done.splitlines()
    assert first.startswith(f"{full}/file: cannot be written (No space left on device) | free some")
    assert second == "b'old' ['file']"


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "permission"),
        (errno.ELOOP, "leads to itself"),
    ],
)
def test_every_refusal_of_the_system_says_what_to_do(number: int, hint: str) -> None:
    error = explain_trouble(OSError(number, os.strerror(number)), "written", "/x/y")
    assert error.message == f"/x/y: cannot be written ({os.strerror(number)})"
    assert hint in error.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"absent: cannot be read \(No such file"):
        read_file(tmp_path / "absent")


def test_a_folder_below_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be made"):
        ensure_folder(tmp_path / "file" / "below")


def test_removing_takes_read_only_folders_too_and_a_missing_one_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "file").write_bytes(b"")
    (folder / "b").chmod(0o500)
    remove_folder(folder)
    remove_folder(folder)
    assert not folder.exists()


def test_a_file_and_its_bytes_have_the_same_hash(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert hash_file(tmp_path / "file") == hash_bytes(b"abc")


def test_a_lock_is_held_by_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    script = """
import sys
from pathlib import Path
from backend_agent.world.files import lock_file
with lock_file(Path(sys.argv[1]), wait=False) as held:
    print(held)
"""
    ask = [sys.executable, "-c", script, str(path)]
    with lock_file(path) as held:
        assert held
        assert subprocess.run(ask, capture_output=True, text=True).stdout == "False\n"
    assert subprocess.run(ask, capture_output=True, text=True).stdout == "True\n"


def test_a_line_is_not_joined_to_one_that_was_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_line(path, "one")
    with path.open("ab") as file:
        file.write(b"cut sho")
    append_line(path, "two", lasting=False)
    assert path.read_bytes() == b"one\ncut sho\ntwo\n"
