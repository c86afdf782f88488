"""Which paths a change may touch: below the root, never git's own, never through a link."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath

LINK_MODE = 0o120000
FOLDER = "it is a folder"


def refuse_path(root: Path, path: str, mode: int = 0o644) -> str | None:
    """Why `path` below `root` must not be written or removed, None when nothing speaks against it.

    Only with `LINK_MODE` may the path itself be a symbolic link.
    """
    parts = PurePosixPath(path).parts
    if not path or "\0" in path or path.endswith("/"):
        return "it is not the name of a file"
    if path.startswith("/") or ".." in parts or PurePosixPath(path).as_posix() != path:
        return "it is not a plain path below the root"
    if any(part.lower() == ".git" for part in parts):
        return "it belongs to git itself"
    place = root
    for part in parts[:-1]:
        place = place / part
        try:
            found = os.lstat(place).st_mode
        except OSError:
            return None
        if stat.S_ISLNK(found):
            return f"it goes through the link {place.relative_to(root)}"
        if not stat.S_ISDIR(found):
            return f"{place.relative_to(root)} is a file, not a folder"
    return _refuse_last(place / parts[-1], mode)


def refuse_place(root: Path, path: str) -> str | None:
    """As `refuse_path`, where a folder is as good as a file."""
    reason = refuse_path(root, path)
    return None if reason == FOLDER else reason


def _refuse_last(place: Path, mode: int) -> str | None:
    try:
        found = os.lstat(place).st_mode
    except OSError:
        return None
    if stat.S_ISLNK(found):
        return None if mode == LINK_MODE else "it is a link; change the file that it leads to"
    if stat.S_ISDIR(found):
        return FOLDER
    return None if stat.S_ISREG(found) else "it is not a regular file"
