"""A tree of files to read: on disk, in memory, or one laid over another; engines see only this."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError

BOM = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Tree(Protocol):
    """Paths are relative with `/`, sorted; only regular files that belong to the project."""

    def paths(self) -> tuple[str, ...]: ...

    def exists(self, path: str) -> bool: ...

    def read_bytes(self, path: str) -> bytes: ...

    def is_executable(self, path: str) -> bool: ...


def read_text(tree: Tree, path: str) -> str:
    """The file as text, line ends kept, byte-order mark dropped, undecodable bytes replaced. A mark
    of UTF-16 is believed: shells of Windows write lists of packages so."""
    data = tree.read_bytes(path)
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    return data.removeprefix(BOM).decode("utf-8", errors="replace")


class MemoryTree:
    """Files from a mapping: the fake of tests, and the ground of `cases/`."""

    def __init__(
        self, files: Mapping[str, bytes], executable: frozenset[str] = frozenset()
    ) -> None:
        self._files = dict(sorted(files.items()))
        self._executable = executable

    def paths(self) -> tuple[str, ...]:
        return tuple(self._files)

    def exists(self, path: str) -> bool:
        return path in self._files

    def read_bytes(self, path: str) -> bytes:
        try:
            return self._files[path]
        except KeyError:
            raise InputError(f"{path}: no such file") from None

    def is_executable(self, path: str) -> bool:
        return path in self._executable


class FolderTree:
    """Files below a folder on disk; `paths` was listed by the caller (git, or a walk)."""

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self.root = root
        self._paths = tuple(sorted(paths))
        self._known = frozenset(self._paths)

    def paths(self) -> tuple[str, ...]:
        return self._paths

    def exists(self, path: str) -> bool:
        return path in self._known

    def read_bytes(self, path: str) -> bytes:
        try:
            return (self.root / path).read_bytes()
        except OSError as error:
            raise InputError(f"{path}: cannot be read ({error.strerror})") from error

    def is_executable(self, path: str) -> bool:
        return os.access(self.root / path, os.X_OK)


class OverlayTree:
    """A tree with changes laid over it; the tree below stays as it is."""

    def __init__(self, below: Tree, changes: Iterable[FileChange]) -> None:
        self._below = below
        self._over = {change.path: change.after for change in changes}

    def paths(self) -> tuple[str, ...]:
        kept = {path for path in self._below.paths() if path not in self._over}
        written = {path for path, after in self._over.items() if after is not None}
        return tuple(sorted(kept | written))

    def exists(self, path: str) -> bool:
        if path in self._over:
            return self._over[path] is not None
        return self._below.exists(path)

    def read_bytes(self, path: str) -> bytes:
        if path not in self._over:
            return self._below.read_bytes(path)
        after = self._over[path]
        if after is None:
            raise InputError(f"{path}: deleted by the change")
        return after

    def is_executable(self, path: str) -> bool:
        return self._below.exists(path) and self._below.is_executable(path)
