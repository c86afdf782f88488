"""From folders of data to a catalog, through the index in the cache folder."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from backend_agent.catalog.catalog import Catalog
from backend_agent.catalog.entry import Entry
from backend_agent.catalog.index import dump_index, load_index, read_entries, sign_forms
from backend_agent.values.errors import DataError, InputError
from backend_agent.world.files import ensure_folder, read_file, write_atomic
from backend_agent.world.folders import cache_home

OUR_DATA = Path(__file__).parent.parent / "data"


def load_catalog(packs: tuple[Path, ...] = (), cache: Path | None = None) -> Catalog:
    """Our data and users' packs, laid out alike. `cache` is the folder of the compiled index, the
    user's cache folder where none is given.

    Raises InputError for a pack that is no folder, DataError for wrong data.
    """
    for pack in packs:
        if not pack.is_dir():
            raise InputError(f"{pack}: no such folder", hint="name the folder of a pack of data")
    roots = (OUR_DATA, *(pack.absolute() for pack in packs))
    return read_catalog(roots, cache or cache_home())


def read_catalog(roots: tuple[Path, ...], cache: Path | None = None) -> Catalog:
    """The catalog of exactly these folders; without `cache` every file is read and checked."""
    if cache is None:
        entries = tuple(entry for root in roots for entry in read_entries(root)[0])
    else:
        signature = sign_forms()
        entries = tuple(entry for root in roots for entry in _read_through(root, cache, signature))
    _refuse_doubles(entries)
    return Catalog(roots, entries)


def _read_through(root: Path, cache: Path, signature: str) -> tuple[Entry, ...]:
    """The entries of one root by its own index, so that a pack costs no other root anything."""
    key = hashlib.sha256(str(root).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    index = cache / f"catalog-{key}.json"
    known: tuple[Entry, ...] = ()
    with contextlib.suppress(InputError):
        known = load_index(read_file(index), signature)
    entries, changed = read_entries(root, known)
    if changed:
        # A cache that cannot be written only costs time, so it stops nobody.
        with contextlib.suppress(InputError):
            ensure_folder(index.parent)
            write_atomic(index, dump_index(entries, signature))
    return entries


def _refuse_doubles(entries: Iterable[Entry]) -> None:
    """A document that two roots hold under one name has no right reading."""
    seen: dict[tuple[str, tuple[str, ...]], Entry] = {}
    for entry in entries:
        if not entry.shape:
            continue
        # The kind is left out: one id is one technology, whatever its kind.
        key = (entry.shape, entry.names[1:] if len(entry.names) > 1 else entry.names)
        if key in seen:
            raise DataError(
                f"{entry.root / entry.path}: also defined by {seen[key].root / seen[key].path}",
                hint="give one of them another id, or delete it",
            )
        seen[key] = entry
