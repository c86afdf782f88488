"""Effects on files that may be repeated: intent first, then the change, judged by content hash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import DataError
from backend_agent.world.files import (
    append_line,
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
    _record_intent(journal, path, base=base, target=wanted)
    if target is None:
        _remove_file(path)
    else:
        ensure_folder(path.parent)
        write_atomic(path, target, mode)
    return Effect(path=str(path), state="applied", found=found)


def _journal_file(journal: Path, path: Path) -> Path:
    return journal / f"{hash_bytes(str(path).encode('utf-8', 'surrogateescape'))[:32]}.jsonl"


def _record_intent(journal: Path, path: Path, *, base: str, target: str) -> None:
    ensure_folder(journal)
    intent = {"path": str(path), "base": base, "target": target}
    append_line(_journal_file(journal, path), json.dumps(intent, sort_keys=True))


def _own_targets(journal: Path, path: Path) -> frozenset[str]:
    """Hashes that earlier tries meant to write; a last line torn by a kill meant nothing yet."""
    file = _journal_file(journal, path)
    if not file.is_file():
        return frozenset()
    lines = read_file(file).split(b"\n")
    targets = set()
    for number, line in enumerate(lines[:-1], 1):
        try:
            targets.add(str(json.loads(line)["target"]))
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{file}:{number}: not an intent ({error})") from error
    return frozenset(targets)


def _remove_file(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise explain_trouble(error, "removed", path) from error
