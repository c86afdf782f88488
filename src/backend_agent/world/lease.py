"""Leases on files: held by a living process, freed by the kernel however that process ends."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from pathlib import Path

from backend_agent.values.errors import InputError

_PAUSE = 0.02


class Lease:
    """An exclusive `flock` on `path` for the life of this object; nothing written in it matters.

    The descriptor is not inherited by commands that are started, so a surviving child never keeps
    its dead parent's lease."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    def release(self, *, remove: bool = False) -> None:
        """Free the lease, and with `remove` its file too; a second call does nothing."""
        if self._descriptor < 0:
            return
        if remove:
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = -1

    def __enter__(self) -> Lease:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.release()


def create_lease(path: Path) -> Lease:
    """A new lease under a name nobody has used.

    It is locked under a temporary name first and linked to its own name after that: whoever sees the
    name sees it locked, so a reaper cannot take the lease of a process that is just starting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.link(temporary, path)
    except OSError as error:
        os.close(descriptor)
        raise InputError(
            f"{path}: the lease cannot be taken ({error.strerror})",
            hint="is another process using the same name, or the file system without hard links?",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return Lease(path, descriptor)


def try_lease(path: Path, *, create: bool = True, patience: float = 0.0) -> Lease | None:
    """The lease if nobody living holds it, else None; without `create` also None where no file is.

    `patience` in seconds outlasts those who only look whether it is held (they hold it meanwhile)."""
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0)
    while True:
        try:
            descriptor = os.open(path, flags, 0o600)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            if patience <= 0:
                return None
            patience -= _PAUSE
            time.sleep(_PAUSE)
            continue
        if _is_still_at(path, descriptor):
            return Lease(path, descriptor)
        os.close(descriptor)


def is_leased(path: Path) -> bool:
    """Whether a living process holds the lease at `path`."""
    probe = try_lease(path, create=False)
    if probe is None:
        return path.exists()
    probe.release()
    return False


def _is_still_at(path: Path, descriptor: int) -> bool:
    """False when the file was removed or replaced between opening and locking it."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    here = os.fstat(descriptor)
    return (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)


def fresh_token(length: int = 8) -> str:
    """`length` random hexadecimal digits, from the system's source."""
    return secrets.token_hex((length + 1) // 2)[:length]
