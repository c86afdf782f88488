"""What an install put where, kept for the user alone, so that an uninstall is its exact inverse."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from backend_agent.hosts.json_edit import Insert
from backend_agent.values.errors import InputError
from backend_agent.world.files import (
    ensure_folder,
    hash_bytes,
    read_file,
    remove_folder,
    write_atomic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Of one file: `inserts` in order; `start` is what the file began with where it was not there (None =
    it was); `folders` were made for it."""

    path: str
    inserts: tuple[Insert, ...] = ()
    start: str | None = None
    folders: tuple[str, ...] = ()


def find_receipt(home: Path, path: Path) -> Receipt | None:
    """None where nothing was installed into that file, or the receipt cannot be read."""
    place = _place(home, path)
    if not place.is_file():
        return None
    try:
        found = json.loads(read_file(place))
        inserts = tuple(Insert(**each) for each in found.pop("inserts"))
        folders = tuple(found.pop("folders"))
        return Receipt(inserts=inserts, folders=folders, **found)
    except (InputError, ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_receipt(home: Path, receipt: Receipt) -> None:
    """Raises InputError."""
    place = _place(home, Path(receipt.path))
    ensure_folder(place.parent)
    write_atomic(place, json.dumps(asdict(receipt), indent=2).encode(), 0o600)


def drop_receipt(home: Path, path: Path) -> None:
    """The file has nothing of ours any more."""
    remove_folder(_place(home, path))


def _place(home: Path, path: Path) -> Path:
    return home / f"{hash_bytes(str(path).encode('utf-8', 'surrogateescape'))[:24]}.json"
