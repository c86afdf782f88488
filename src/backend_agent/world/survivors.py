"""Processes that outlived the run that started them: found by a mark in their environment, ended."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

RUN_MARK = "BACKEND_AGENT_RUN"
"""The variable that every command started for a run carries, with the run's id."""

_PROC = Path("/proc")
_ROUNDS = 20
_PAUSE = 0.05


@contextlib.contextmanager
def carry_mark(mark: str, value: str) -> Iterator[None]:
    """While the block runs, this process and every command it starts carry `mark=value`."""
    before = os.environ.get(mark)
    os.environ[mark] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(mark, None)
        else:
            os.environ[mark] = before


def find_survivors(mark: str, value: str) -> tuple[int, ...]:
    """Ids of living processes whose environment holds `mark=value`, this one left out.

    Read from `/proc`, so only on Linux; elsewhere the answer is empty, and the run's commands end with
    their process group alone. A zombie is not a survivor: it runs no more."""
    wanted = f"{mark}={value}".encode()
    own = os.getpid()
    found = []
    for entry in _process_folders():
        number = int(entry.name)
        if number != own and wanted in _environment_of(entry) and not _is_zombie(entry):
            found.append(number)
    return tuple(sorted(found))


def end_survivors(mark: str, value: str) -> tuple[int, ...]:
    """Kill every survivor; asked again until none is left, because one may start another meanwhile.

    Answers the ids that were killed. Processes of other users are out of reach and not counted."""
    ended: set[int] = set()
    for _round in range(_ROUNDS):
        survivors = find_survivors(mark, value)
        if not survivors:
            break
        for number in survivors:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(number, signal.SIGKILL)
                ended.add(number)
        time.sleep(_PAUSE)
    return tuple(sorted(ended))


def _process_folders() -> tuple[Path, ...]:
    if not _PROC.is_dir():
        return ()
    return tuple(entry for entry in _PROC.iterdir() if entry.name.isdigit())


def _environment_of(folder: Path) -> tuple[bytes, ...]:
    try:
        return tuple((folder / "environ").read_bytes().split(b"\0"))
    except OSError:
        return ()


def _is_zombie(folder: Path) -> bool:
    try:
        status = (folder / "stat").read_bytes()
    except OSError:
        return True
    return status.rpartition(b")")[2].split()[:1] == [b"Z"]
