"""The compiled index: what was read and checked once is not read again while its file is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from backend_agent.catalog.entry import Entry, check_document, name_shape
from backend_agent.catalog.forms import find_form, match_place
from backend_agent.values import __file__ as values_file
from backend_agent.world.stamps import FileStamp, list_stamps
from backend_agent.world.tree import FolderTree

# Folders that hold no documents: proofs, and the files that recipes bring along.
UNREAD_FOLDERS = frozenset({"cases", "files", "__pycache__", ".git"})


def read_entries(root: Path, known: Iterable[Entry] = ()) -> tuple[tuple[Entry, ...], bool]:
    """The documents below `root`, ordered by path, and whether anything differs from `known`.

    A file with the size and time of its known entry is taken from there; with another time, its
    content's hash decides; only changed content is parsed and checked. A file where no document
    belongs is passed over (check-data names it). Raises DataError.
    """
    by_path = {entry.path: entry for entry in known if entry.root == root}
    entries = tuple(_read_root(root, by_path))
    return entries, entries != tuple(by_path.values())


def _read_root(root: Path, known: Mapping[str, Entry]) -> Iterator[Entry]:
    stamps = list_stamps(root, suffix=".toml", skip=UNREAD_FOLDERS)
    tree = FolderTree(root, (stamp.path for stamp in stamps))
    for stamp in stamps:
        entry = known.get(stamp.path)
        if entry and (entry.size, entry.changed_ns) == (stamp.size, stamp.changed_ns):
            yield entry
        else:
            yield _read_file(root, stamp, tree.read_bytes(stamp.path), entry)


def _read_file(root: Path, stamp: FileStamp, data: bytes, known: Entry | None) -> Entry:
    found = Entry(root=root, path=stamp.path, size=stamp.size, changed_ns=stamp.changed_ns)
    form = find_form(stamp.path)
    if form is None:
        return found
    digest = hashlib.sha256(data).hexdigest()
    same = known is not None and known.digest == digest
    return replace(
        found,
        digest=digest,
        shape=name_shape(form.shape),
        names=match_place(form.place, stamp.path) or (),
        raw=known.raw if known and same else check_document(root / stamp.path, form.shape, data),
    )


def sign_forms() -> str:
    """A signature of the code that gives documents their shape: another one voids the index."""
    stamps = [
        stamp
        for folder in (Path(values_file).parent, Path(__file__).parent)
        for stamp in list_stamps(folder, suffix=".py")
    ]
    return hashlib.sha256(repr(stamps).encode()).hexdigest()


def dump_index(entries: Iterable[Entry], signature: str) -> bytes:
    rows = [
        [str(e.root), e.path, e.size, e.changed_ns, e.digest, e.shape, e.names, e.raw]
        for e in entries
    ]
    return json.dumps([signature, rows], separators=(",", ":")).encode()


def load_index(data: bytes, signature: str) -> tuple[Entry, ...]:
    """The entries of an index; none where it is broken or of another signature."""
    try:
        found, rows = json.loads(data)
        if found != signature:
            return ()
        return tuple(
            Entry(
                root=Path(root),
                path=path,
                size=size,
                changed_ns=changed,
                digest=digest,
                shape=shape,
                names=tuple(names),
                raw=raw,
            )
            for root, path, size, changed, digest, shape, names, raw in rows
        )
    except (ValueError, TypeError):
        return ()
