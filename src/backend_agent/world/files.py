"""Files on disk: written whole or not at all, and trouble told as what, where and what to do."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from backend_agent.values.errors import InputError

CHUNK = 1 << 20

HINTS = {
    errno.ENOSPC: "free some space on that disk, or set BACKEND_AGENT_HOME to a folder on another",
    errno.EDQUOT: "free some of your quota, or set BACKEND_AGENT_HOME to a folder on another disk",
    errno.EROFS: "that file system is read-only; mount it writable or work on a copy",
    errno.EACCES: "give yourself permission to that path, or run as the user who owns it",
    errno.EPERM: "give yourself permission to that path, or run as the user who owns it",
    errno.ENAMETOOLONG: "the path is longer than the file system allows; move the folder up",
    errno.ELOOP: "a symbolic link there leads to itself; remove it",
    errno.ENOTDIR: "a part of that path is a file, not a folder",
    errno.EISDIR: "that path is a folder, not a file",
}


def explain_trouble(error: OSError, doing: str, path: Path | str) -> InputError:
    """The operating system's refusal as an InputError; `doing` as in "cannot be <doing>"."""
    reason = error.strerror or str(error)
    return InputError(
        f"{path}: cannot be {doing} ({reason})",
        hint=HINTS.get(error.errno or 0, "check that path and try again"),
    )


def write_atomic(
    path: Path,
    content: bytes,
    mode: int = 0o644,
    *,
    through: Path | None = None,
    lasting: bool = True,
) -> None:
    """Replace `path` by a file of exactly these bytes; at any moment it is the old or the new one.

    The content is on the disk when this returns; where it is not `lasting`, a power cut may bring the
    old file back, whole. `through` is a path on the same disk to write first, where a leftover of a
    killed process does no harm; without it, one beside `path`.
    Raises InputError; then `path` is as it was.
    """
    temporary = through or path.with_name(f".{path.name[:80]}.{os.getpid()}.partial")
    try:
        try:
            write_synced(temporary, content, mode)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        if lasting:
            sync_folder(path.parent)
    except OSError as error:
        raise explain_trouble(error, "written", path) from error


def write_synced(path: Path, content: bytes, mode: int) -> None:
    """Write a new file and wait until the disk has it. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a rename or a new name in `folder` is on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ensure_folder(folder: Path) -> Path:
    """Make the folder and those above it where they are missing. Raises InputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_trouble(error, "made", folder) from error
    return folder


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises InputError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise explain_trouble(error, "read", path) from error


def put_back(path: Path, content: bytes | None) -> None:
    """Make the file what it was: these bytes, or (None) not there."""
    if content is not None:
        write_atomic(path, content)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise explain_trouble(error, "removed", path) from error


def append_line(path: Path, line: str, *, lasting: bool = True) -> None:
    """Add one line at the end and, where it must outlive a power cut, wait until the disk has it.
    Raises InputError."""
    try:
        with path.open("ab+") as file:
            if file.tell() and _is_cut_short(file):
                file.write(b"\n")
            file.write(line.encode("utf-8", "surrogateescape") + b"\n")
            file.flush()
            if lasting:
                os.fsync(file.fileno())
    except OSError as error:
        raise explain_trouble(error, "written", path) from error


def read_json_lines(path: Path) -> list[Any]:
    """The value of each line; none for a missing file, and a line that a kill cut short is left out.
    Raises InputError."""
    if not path.is_file():
        return []
    found = []
    for line in read_file(path).decode("utf-8", "replace").split("\n"):
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


def _is_cut_short(file: BinaryIO) -> bool:
    """Whether a kill ended the last line in its middle; what is written next must not join it."""
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def open_log(path: Path) -> TextIO:
    """A file that is written to its end, for a program that writes by itself. Raises InputError."""
    try:
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise explain_trouble(error, "written", path) from error


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, read-only parts too; a missing one is fine. Raises InputError."""

    try:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
        elif folder.exists():
            _remove_tree(folder)
    except OSError as error:
        raise explain_trouble(error, "removed", folder) from error


def remove_empty_folder(folder: Path) -> None:
    """Remove a folder that has nothing in it; any other is left as it is."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _remove_tree(folder: Path) -> None:
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=_force_removal)
    else:
        shutil.rmtree(folder, onerror=_force_removal)


def _force_removal(function: Callable[..., object], path: str, _: object) -> None:
    if function in (os.rmdir, os.unlink):
        Path(path).parent.chmod(stat.S_IRWXU)
        function(path)
    else:
        Path(path).chmod(stat.S_IRWXU)
        shutil.rmtree(path)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder with modes and links into a target that does not exist. Raises InputError."""
    try:
        shutil.copytree(source, target, symlinks=True)
    except (OSError, shutil.Error) as error:
        reason = error if isinstance(error, OSError) else OSError(str(error))
        raise explain_trouble(reason, "copied", source) from error


def hash_bytes(content: bytes) -> str:
    """The sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def hash_file(path: Path) -> str:
    """The sha256 of a file, read piece by piece. Raises InputError."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise explain_trouble(error, "read", path) from error
    return digest.hexdigest()


def is_executable(status: os.stat_result) -> bool:
    """Whether the owner may execute the file: the one permission that git records."""
    return bool(status.st_mode & stat.S_IXUSR)


@contextlib.contextmanager
def lock_file(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold an exclusive lock while the block runs; the kernel frees it however the process ends.

    Yields False, without the lock, when `wait` is False and another process holds it.
    """
    ensure_folder(path.parent)
    try:
        file = path.open("ab")
    except OSError as error:
        raise explain_trouble(error, "locked", path) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
