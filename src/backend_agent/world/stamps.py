"""The files below a folder with size and time of change, so that a reader can tell what moved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Whoever compiles a tree leaves these; they are never part of what was written.
BYTECODE = "__pycache__"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileStamp:
    """`path` is relative with `/`; `size` in bytes; `changed_ns` is the modification time."""

    path: str
    size: int
    changed_ns: int


def list_stamps(root: Path, *, suffix: str = "", skip: frozenset[str] = frozenset()) -> tuple[
    FileStamp, ...
]:  # fmt: skip
    """Regular files whose name ends with `suffix`, sorted by path; bytecode and folders named in `skip` are not
    entered, neither are links to folders. A missing root has no files."""
    if not root.is_dir():
        return ()
    return tuple(sorted(_walk(str(root), "", suffix, skip), key=lambda stamp: stamp.path))


def _walk(folder: str, prefix: str, suffix: str, skip: frozenset[str]) -> Iterator[FileStamp]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in skip and entry.name != BYTECODE:
                    yield from _walk(entry.path, f"{prefix}{entry.name}/", suffix, skip)
            elif entry.name.endswith(suffix) and entry.is_file():
                status = entry.stat()
                yield FileStamp(
                    path=prefix + entry.name, size=status.st_size, changed_ns=status.st_mtime_ns
                )
