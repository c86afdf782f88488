"""Puts a change into the user's own files, all or nothing, and takes it back exactly.

Every path is checked before the first is touched. What was and what will be is written into a
journal first; each file is then replaced in one step. Killed anywhere, the next call finishes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import BackendAgentError, Refused
from backend_agent.world.journal import Entry, Journal, read_journal, start_journal
from backend_agent.world.paths import refuse_path
from backend_agent.world.placing import Place, clear_leftover, place_file, read_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A path that is not as the change expects it, and what speaks against it."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """`written` in order; when `refused` names a path, nothing of the change is in the tree."""

    written: tuple[str, ...] = ()
    refused: tuple[Mismatch, ...] = ()
    already: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`restored` are as they were before the apply; `left` were changed since and stay."""

    restored: tuple[str, ...] = ()
    left: tuple[Mismatch, ...] = ()
    already: bool = False


def apply_changes(root: Path, changes: Iterable[FileChange], journal: Path) -> Applied:
    """Bring `root` from before to after, byte for byte; `journal` is a folder of this run alone.

    A modified file keeps its permissions but for the execute bit, which `mode` decides. After a
    kill the same call finishes; after success it changes nothing and says `already`.
    Raises InputError when the disk refuses; what was written by then has been taken back.
    """
    known = read_journal(journal)
    if known is not None and known.state == "applied":
        return Applied(written=tuple(entry.path for entry in known.entries), already=True)
    if known is None or known.state == "undone":
        wanted = tuple(changes)
        refused = check_changes(root, wanted)
        if refused:
            return Applied(refused=refused)
        known = start_journal(root, journal, wanted)
    return _finish_apply(root, known)


def check_changes(root: Path, changes: Iterable[FileChange]) -> tuple[Mismatch, ...]:
    """The paths that keep the change from being applied, each with the reason; none is good."""
    found: list[Mismatch] = []
    seen: set[str] = set()
    for change in changes:
        reason = refuse_path(root, change.path, change.mode)
        if reason is None and change.path in seen:
            reason = "the change names it twice"
        seen.add(change.path)
        if reason is None:
            reason = _compare(read_place(root / change.path), change)
        if reason is None:
            reason = _refuse_place(root / change.path)
        if reason is not None:
            found.append(Mismatch(path=change.path, reason=reason))
    return tuple(found)


def undo_changes(root: Path, journal: Path) -> Undone:
    """Restore every byte and mode that the apply changed, and remove the folders that it made.

    A file that was changed since is left as it is and listed. After a kill the same call
    finishes. Raises InputError when the disk refuses.
    """
    known = read_journal(journal)
    if known is None or known.state == "undone":
        return Undone(already=True)
    known.enter("undoing")
    restored: list[str] = []
    left: list[Mismatch] = []
    for entry in reversed(known.entries):
        reason = _take_back(root, known, entry)
        if reason is None:
            restored.append(entry.path)
        else:
            left.append(Mismatch(path=entry.path, reason=reason))
    _remove_made_folders(root, known)
    known.enter("undone")
    return Undone(restored=tuple(sorted(restored)), left=tuple(reversed(left)))


def _finish_apply(root: Path, known: Journal) -> Applied:
    if known.state == "undoing":
        undo_changes(root, known.folder)
        return Applied(
            refused=(Mismatch(path=".", reason="an undo was under way; it is done now"),)
        )
    for entry in known.entries:
        now = read_place(root / entry.path)
        if not (entry.is_after(now) or entry.is_before(now)):
            reason = "it was changed while the apply was interrupted"
            return _roll_back(root, known, Mismatch(path=entry.path, reason=reason))
    try:
        for entry in known.entries:
            _write_entry(root, known, entry)
    except BackendAgentError:
        _roll_back(root, known, None)
        raise
    known.enter("applied")
    return Applied(written=tuple(entry.path for entry in known.entries))


def _write_entry(root: Path, known: Journal, entry: Entry) -> None:
    place = root / entry.path
    reason = refuse_path(root, entry.path, entry.link_mode)
    now = read_place(place)
    if reason is not None:
        raise Refused(f"{entry.path}: not written: {reason}")
    if not entry.is_after(now):
        place_file(place, known.read_after(entry), now)


def _roll_back(root: Path, known: Journal, cause: Mismatch | None) -> Applied:
    known.enter("undoing")
    for entry in reversed(known.entries):
        with contextlib.suppress(BackendAgentError):
            _take_back(root, known, entry)
    _remove_made_folders(root, known)
    known.enter("undone")
    return Applied(refused=(cause,) if cause else ())


def _take_back(root: Path, known: Journal, entry: Entry) -> str | None:
    place = root / entry.path
    clear_leftover(place)
    now = read_place(place)
    if entry.is_before(now):
        return None
    reason = refuse_path(root, entry.path, entry.link_mode)
    if reason is None and not entry.is_after(now):
        reason = "it was changed after the apply"
    if reason is None:
        place_file(place, known.read_before(entry), now)
    return reason


def _remove_made_folders(root: Path, known: Journal) -> None:
    for folder in sorted(known.made_folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            (root / folder).rmdir()


def _compare(now: Place | None, change: FileChange) -> str | None:
    if change.before is None:
        return None if now is None else "it exists already"
    if now is None:
        return "it is gone"
    return None if now.content == change.before else "it was changed since the run began"


def _refuse_place(place: Path) -> str | None:
    folder = place.parent
    while not folder.exists():
        folder = folder.parent
    return None if os.access(folder, os.W_OK | os.X_OK) else f"{folder} is not writable"
