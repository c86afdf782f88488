"""Which files a change concerns: those it wrote, and those that name one of them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

# A file so named stands for its folder.
INDEX = frozenset(("index", "__init__", "mod", "lib", "main"))


def list_concerned(
    changed: Iterable[str], paths: Iterable[str], read: Callable[[str], str]
) -> frozenset[str]:
    """The changed files and those that import them by name, since a flow may begin there and end here.

    Only files of the same suffix are looked at; a module is named by its folder and itself, or by itself
    alone in its own folder.
    """
    wanted = frozenset(changed)
    suffixes = {posixpath.splitext(path)[1] for path in wanted}
    far = _any_of({_qualified(path) for path in wanted} - {""})
    near: dict[str, set[str]] = {}
    for path in wanted:
        near.setdefault(posixpath.dirname(path), set()).add(_stem(path))
    beside = {folder: _any_of(stems) for folder, stems in near.items()}
    found = set(wanted)
    for path in paths:
        if path in wanted or posixpath.splitext(path)[1] not in suffixes:
            continue
        text, here = read(path), beside.get(posixpath.dirname(path))
        if (far and far.search(text)) or (here and here.search(text)):
            found.add(path)
    return frozenset(found)


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _qualified(path: str) -> str:
    """`users[./]store` for `app/users/store.py`; the folder alone for a file that stands for it."""
    folder, stem = posixpath.basename(posixpath.dirname(path)), _stem(path)
    if stem in INDEX:
        return re.escape(folder)
    return rf"{re.escape(folder)}[./:]+{re.escape(stem)}" if folder else re.escape(stem)


def _any_of(patterns: set[str]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(sorted(patterns))})\b") if patterns else None
