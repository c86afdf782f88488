"""From folders of data to a catalog, through the index in the cache folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backend_agent.catalog.catalog import Catalog
from backend_agent.catalog.entry import Entry
from backend_agent.catalog.index import load_index, read_entries, sign_forms
from backend_agent.values.errors import DataError, InputError
from backend_agent.world.tree import FolderTree

OUR_DATA = Path(__file__).parent.parent / "data"
INDEX = "catalog.json"


def load_catalog(packs: tuple[Path, ...] = (), cache: Path | None = None) -> Catalog:
    """Our data and users' packs, laid out alike. `cache` is the folder of the compiled index.

    Raises InputError for a pack that is no folder, DataError for wrong data.
    """
    for pack in packs:
        if not pack.is_dir():
            raise InputError(f"{pack}: no such folder", hint="name the folder of a pack of data")
    return read_catalog((OUR_DATA, *packs), cache)


def read_catalog(roots: tuple[Path, ...], cache: Path | None = None) -> Catalog:
    """The catalog of exactly these folders of data."""
    entries, _ = read_entries(roots, _read_index(cache) if cache else ())
    _refuse_doubles(entries)
    return Catalog(roots, entries)


def _read_index(cache: Path) -> tuple[Entry, ...]:
    tree = FolderTree(cache, (INDEX,))
    try:
        return load_index(tree.read_bytes(INDEX), sign_forms())
    except InputError:
        return ()


def _refuse_doubles(entries: Iterable[Entry]) -> None:
    """A document that two roots hold under one name has no right reading."""
    seen: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry in entries:
        # The kind is left out: one id is one technology, whatever its kind.
        key = (entry.form, entry.names[1:] if len(entry.names) > 1 else entry.names)
        if key in seen:
            raise DataError(
                f"{entry.root / entry.path}: also defined by {seen[key].root / seen[key].path}",
                hint="give one of them another id, or delete it",
            )
        seen[key] = entry
