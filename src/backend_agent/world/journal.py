"""The journal of one apply: what every path held before and shall hold after, on disk first."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, cast

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError
from backend_agent.world.files import ensure_folder, hash_bytes, read_file, write_atomic
from backend_agent.world.paths import LINK_MODE
from backend_agent.world.placing import Place, read_place

State = Literal["applying", "applied", "undoing", "undone"]
EXECUTABLE = 0o111


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One path: sha256 and permission bits before and after; "" where there is no file."""

    path: str
    before: str
    before_mode: int
    after: str
    after_mode: int

    @property
    def link_mode(self) -> int:
        return LINK_MODE if LINK_MODE in (self.before_mode, self.after_mode) else 0

    def is_before(self, now: Place | None) -> bool:
        return _matches(now, self.before, self.before_mode)

    def is_after(self, now: Place | None) -> bool:
        return _matches(now, self.after, self.after_mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """The journal as it was read or begun; `made_folders` did not exist before, below the root."""

    folder: Path
    state: State
    entries: tuple[Entry, ...]
    made_folders: tuple[str, ...]

    def enter(self, state: State) -> None:
        """Record that the apply is in another state now. Raises InputError."""
        write_atomic(self.folder / "state", state.encode())

    def read_before(self, entry: Entry) -> Place | None:
        return self._read_place(entry.before, entry.before_mode)

    def read_after(self, entry: Entry) -> Place | None:
        return self._read_place(entry.after, entry.after_mode)

    def _read_place(self, sha256: str, mode: int) -> Place | None:
        if not sha256:
            return None
        content = read_file(self.folder / "content" / sha256)
        if hash_bytes(content) != sha256:
            raise InputError(f"{self.folder / 'content' / sha256}: the journal was damaged")
        return Place(content=content, mode=mode)


def start_journal(root: Path, folder: Path, changes: Iterable[FileChange]) -> Journal:
    """Write down everything that is needed to finish or to take back. Raises InputError."""
    entries: list[Entry] = []
    made: set[str] = set()
    ensure_folder(folder / "content")
    for change in changes:
        now = read_place(root / change.path)
        mode = change.mode
        if change.mode != LINK_MODE:
            kept = (now.mode & ~EXECUTABLE) if now and now.mode != LINK_MODE else 0o644
            mode = kept | ((kept & 0o444) >> 2 if change.mode & EXECUTABLE else 0)
        entry = Entry(
            path=change.path,
            before=now.sha256 if now else "",
            before_mode=now.mode if now else 0,
            after="" if change.after is None else hash_bytes(change.after),
            after_mode=0 if change.after is None else mode,
        )
        for content in (now.content if now else None, change.after):
            if content is not None:
                write_atomic(folder / "content" / hash_bytes(content), content)
        entries.append(entry)
        if change.after is not None:
            parents = PurePosixPath(change.path).parents
            made |= {str(p) for p in parents if not (root / p).exists()}
    plan = {"entries": [asdict(entry) for entry in entries], "made_folders": sorted(made)}
    write_atomic(folder / "plan.json", json.dumps(plan).encode())
    journal = Journal(
        folder=folder, state="applying", entries=tuple(entries), made_folders=tuple(sorted(made))
    )
    journal.enter("applying")
    return journal


def read_journal(folder: Path) -> Journal | None:
    """The journal in that folder, None when no apply began there. Raises InputError."""
    state = folder / "state"
    if not state.exists():
        return None
    try:
        plan = json.loads(read_file(folder / "plan.json"))
        return Journal(
            folder=folder,
            state=cast(State, os.fsdecode(read_file(state))),
            entries=tuple(Entry(**entry) for entry in plan["entries"]),
            made_folders=tuple(plan["made_folders"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        hint = "the files before the apply are in its folder `content`"
        raise InputError(f"{folder}: the journal was damaged ({error})", hint=hint) from error


def _matches(now: Place | None, sha256: str, mode: int) -> bool:
    if now is None or not sha256:
        return now is None and not sha256
    return now.sha256 == sha256 and now.mode == mode
