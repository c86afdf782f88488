"""Copies files exactly: bytes, permissions, times, links as links, holes as holes."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from backend_agent.world.files import explain_trouble

PIECE = 1 << 30


def copy_files(source: Path, target: Path, paths: Iterable[str]) -> None:
    """Copy those paths from one folder into another; one that has just vanished is left out.

    The content goes through the kernel, never through memory. Raises InputError.
    """
    made: set[str] = set()
    start, end = f"{os.fspath(source)}/", f"{os.fspath(target)}/"
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in made:
            os.makedirs(end + folder, exist_ok=True)  # noqa: PTH103 - 25,000 files: no Path objects
            made.add(folder)
        try:
            _copy_one(start + path, end + path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise explain_trouble(error, "copied", source / path) from error


def _copy_one(source: str, target: str) -> None:
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)  # noqa: PTH115, PTH211
        return
    reader = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        writer = os.open(target, flags, 0o600)
        try:
            _copy_content(reader, writer, status)
            os.fchmod(writer, stat.S_IMODE(status.st_mode) & 0o777 | stat.S_IRUSR | stat.S_IWUSR)
            os.utime(writer, ns=(status.st_atime_ns, status.st_mtime_ns))
        finally:
            os.close(writer)
    finally:
        os.close(reader)


def _copy_content(reader: int, writer: int, status: os.stat_result) -> None:
    size = status.st_size
    if size and status.st_blocks * 512 < size:
        os.ftruncate(writer, size)
        start = 0
        while start < size:
            try:
                start = os.lseek(reader, start, os.SEEK_DATA)
            except OSError:
                return
            end = os.lseek(reader, start, os.SEEK_HOLE)
            _copy_range(reader, writer, start, end - start)
            start = end
    elif size:
        _copy_range(reader, writer, 0, size)


def _copy_range(reader: int, writer: int, start: int, length: int) -> None:
    os.lseek(reader, start, os.SEEK_SET)
    os.lseek(writer, start, os.SEEK_SET)
    while length > 0 and hasattr(os, "copy_file_range"):
        try:
            copied = os.copy_file_range(reader, writer, min(length, PIECE))
        except OSError:
            break
        if not copied:
            return
        length -= copied
    if length > 0:
        with (
            open(reader, "rb", closefd=False) as given,
            open(writer, "wb", closefd=False) as taken,
        ):
            shutil.copyfileobj(given, taken, 1 << 20)
