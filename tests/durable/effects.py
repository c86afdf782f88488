"""Effects on files that may be repeated: intent first, then the change, judged by content hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import DataError
from backend_agent.world.files import (
    ensure_folder,
    explain_trouble,
    hash_bytes,
    hash_file,
    read_file,
    sync_folder,
    write_atomic,
)

ABSENT = "absent"
"""Stands where a hash would, for a path where no file is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What came of one effect. `applied`: written now. `already`: the path held the target. `conflict`:
    it holds something that neither the step's base nor an earlier try of the step explains; nothing
    was written. `found` is the hash met there, or `absent`."""

    path: str
    state: Literal["applied", "already", "conflict"]
    found: str


def write_effect(
    journal: Path, path: Path, *, base: str, target: bytes | None, mode: int = 0o644
) -> Effect:
    """Bring `path` from the content with hash `base` to `target` (None: no file), at most once.

    Equal to target → already; equal to base → apply; else conflict. `base` is a sha256 or `ABSENT`.
    The intent is on the disk in `journal` before the change is, so that a step which was killed and
    answers differently when it runs again (a language model does) still knows its own earlier write
    from somebody else's edit. `journal` belongs to one step of one run."""
    wanted = ABSENT if target is None else hash_bytes(target)
    found = hash_file(path) if path.is_file() else ABSENT
    if found == wanted:
        return Effect(path=str(path), state="already", found=found)
    if found != base and found not in _own_targets(journal, path):
        return Effect(path=str(path), state="conflict", found=found)
    _record_intent(journal, path, target=wanted)
    if target is None:
        _remove_file(path)
    else:
        ensure_folder(path.parent)
        write_atomic(path, target, mode)
    return Effect(path=str(path), state="applied", found=found)


def _journal_file(journal: Path, path: Path) -> Path:
    return journal / f"{hash_bytes(str(path).encode('utf-8', 'surrogateescape'))[:32]}.json"


def _record_intent(journal: Path, path: Path, *, target: str) -> None:
    """Add `target` to what this step meant to write; the file is replaced whole, never torn."""
    intents = {"path": str(path), "targets": sorted({*_own_targets(journal, path), target})}
    ensure_folder(journal)
    write_atomic(_journal_file(journal, path), json.dumps(intents).encode())


def _own_targets(journal: Path, path: Path) -> frozenset[str]:
    """Hashes that earlier tries of the step meant to write."""
    file = _journal_file(journal, path)
    if not file.is_file():
        return frozenset()
    try:
        return frozenset(json.loads(read_file(file))["targets"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{file}: not a list of intents ({error})") from error


def _remove_file(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise explain_trouble(error, "removed", path) from error
