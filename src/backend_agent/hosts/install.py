"""Plans what an install or its inverse changes in a host's files, and writes it once it was agreed to."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backend_agent.hosts.json_edit import Insert, find_entry, insert_entry, remove_entry
from backend_agent.hosts.jsonc import parse_json
from backend_agent.hosts.receipts import Receipt, drop_receipt, find_receipt, keep_receipt
from backend_agent.hosts.request import (
    HostRequest,
    fill_json,
    fill_table,
    fill_text,
    group_places,
)
from backend_agent.hosts.toml_edit import find_table, insert_table, parse_toml, remove_table
from backend_agent.values.errors import InputError
from backend_agent.values.host import HostPlace
from backend_agent.world.files import (
    ensure_folder,
    read_file,
    remove_empty_folder,
    remove_folder,
    write_atomic,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostChange:
    """One file before and after (None = it is not there). `receipt` is kept when it is written (None =
    nothing of ours stays in it); `left` are entries that were found otherwise and are not touched."""

    path: Path
    before: str | None
    after: str | None
    receipt: Receipt | None = None
    left: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return self.before != self.after

    def diff(self) -> str:
        """A unified diff."""
        old = (self.before or "").splitlines(keepends=True)
        new = (self.after or "").splitlines(keepends=True)
        names = (str(self.path) if self.before is not None else "/dev/null", str(self.path))
        lines = difflib.unified_diff(
            old, new, names[0], names[1] if self.after is not None else "/dev/null"
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def plan_install(request: HostRequest) -> tuple[HostChange, ...]:
    """Every file of the host in that scope; nothing is written. A file that does not parse raises
    InputError with its line, before any other is planned."""
    return tuple(_plan_file(request, path, places) for path, places in group_places(request))


def plan_uninstall(request: HostRequest) -> tuple[HostChange, ...]:
    """The inverse: what the install put there goes, byte for byte; what came later stays."""
    found = (_plan_removal(request, path, places) for path, places in group_places(request))
    return tuple(change for change in found if change is not None)


def write_changes(request: HostRequest, changes: Iterable[HostChange]) -> None:
    """Write the planned files, receipts first. Raises InputError."""
    for change in changes:
        if not change.changes:
            continue
        if change.receipt is not None:
            keep_receipt(request.receipts, change.receipt)
        if change.after is None:
            receipt = find_receipt(request.receipts, change.path)
            remove_folder(change.path)
            for folder in reversed(receipt.folders if receipt else ()):
                remove_empty_folder(Path(folder))
        else:
            ensure_folder(change.path.parent)
            mode = change.path.stat().st_mode & 0o777 if change.path.exists() else 0o644
            write_atomic(change.path, change.after.encode("utf-8"), mode)
        if change.receipt is None:
            drop_receipt(request.receipts, change.path)


def _plan_file(request: HostRequest, path: Path, places: tuple[HostPlace, ...]) -> HostChange:
    before, receipt = _read(path), find_receipt(request.receipts, path)
    text, inserts, begun = before, receipt.inserts if receipt else (), receipt
    left: list[str] = []
    if text is not None and receipt and _is_outdated(request, path, places, text, inserts):
        # What an earlier version put there is replaced, where nobody has touched it since.
        text = _take_back(request, path, places, text, receipt)
        inserts = ()
        text = None if receipt.start is not None and text == receipt.start else text
    start = None if text is not None else _begin(request, places)
    if text is None:
        begun = None
        text, inserts = start or "", ()
    for place in places:
        found = _find(request, path, text, place)
        if found is None:
            insert = _insert(request, path, text, place)
            text = text[: insert.offset] + insert.text + text[insert.offset :]
            inserts = (*inserts, insert)
        elif found != _wanted(request, place):
            left.append(_name(place))
    if text == before:
        return HostChange(path=path, before=before, after=before, receipt=receipt, left=tuple(left))
    fresh = Receipt(
        path=str(path),
        inserts=inserts,
        start=start if begun is None else begun.start,
        folders=receipt.folders if receipt and before is not None else _missing_folders(path),
    )
    return HostChange(path=path, before=before, after=text, receipt=fresh, left=tuple(left))


def _plan_removal(
    request: HostRequest, path: Path, places: tuple[HostPlace, ...]
) -> HostChange | None:
    before = _read(path)
    if before is None:
        return None
    receipt = find_receipt(request.receipts, path)
    if places[0].format == "text":
        ours = receipt.inserts[0].text if receipt else fill_text(request, places[0].value)
        if before == ours:
            return HostChange(path=path, before=before, after=None)
        return HostChange(
            path=path, before=before, after=before, left=(f"{_name(places[0])} (it was changed)",)
        )
    after = _take_back(request, path, places, before, receipt)
    if receipt and receipt.start is not None and after == receipt.start:
        return HostChange(path=path, before=before, after=None)
    return HostChange(path=path, before=before, after=after)


def _take_back(
    request: HostRequest,
    path: Path,
    places: tuple[HostPlace, ...],
    text: str,
    receipt: Receipt | None,
) -> str:
    """Exactly what was inserted where it is still there as it was; else the entries by their names."""
    cut = _cut_inserts(text, receipt.inserts) if receipt else None
    if cut is not None and _is_clean(request, path, places, cut):
        return cut
    for place in places:
        if place.format == "json":
            value = fill_json(request, place.value)
            text = remove_entry(text, str(path), place.at, value)
        elif place.format == "toml":
            text = remove_table(text, str(path), place.at)
    return text


def _cut_inserts(text: str, inserts: tuple[Insert, ...]) -> str | None:
    """The text without what was inserted, the last first; None where some of it is not there as it was."""
    for insert in reversed(inserts):
        end = insert.offset + len(insert.text)
        if text[insert.offset : end] == insert.text:
            text = text[: insert.offset] + text[end:]
        elif text.count(insert.text) == 1:
            text = text.replace(insert.text, "", 1)
        else:
            return None
    return text


def _is_clean(request: HostRequest, path: Path, places: tuple[HostPlace, ...], text: str) -> bool:
    try:
        if text and places[0].format == "json":
            parse_json(text, str(path))
        if places[0].format == "toml":
            parse_toml(text, str(path))
        return all(
            place.format == "text" or _find(request, path, text, place) is None for place in places
        )
    except InputError:
        return False


def _is_outdated(
    request: HostRequest,
    path: Path,
    places: tuple[HostPlace, ...],
    text: str,
    inserts: tuple[Insert, ...],
) -> bool:
    """Whether an entry is there, is not as wanted, and is exactly what was once inserted."""
    stands = bool(inserts) and _cut_inserts(text, inserts) is not None
    found = [(_find(request, path, text, place), place) for place in places]
    return stands and any(
        each is not None and each != _wanted(request, place) for each, place in found
    )


def _find(request: HostRequest, path: Path, text: str, place: HostPlace) -> object | None:
    if place.format == "json":
        value = fill_json(request, place.value)
        return find_entry(text, str(path), place.at, value)
    if place.format == "toml":
        return find_table(text, str(path), place.at)
    return text or None


def _wanted(request: HostRequest, place: HostPlace) -> object:
    if place.format == "json":
        return fill_json(request, place.value)
    if place.format == "toml":
        return parse_toml(fill_table(request, place.value), "the entry")
    return fill_text(request, place.value)


def _insert(request: HostRequest, path: Path, text: str, place: HostPlace) -> Insert:
    if place.format == "json":
        return insert_entry(text, str(path), place.at, fill_json(request, place.value))
    if place.format == "toml":
        return insert_table(text, str(path), place.at, fill_table(request, place.value))
    return Insert(offset=0, text=fill_text(request, place.value))


def _begin(request: HostRequest, places: tuple[HostPlace, ...]) -> str:
    """What a file that is not there begins with."""
    if places[0].format != "json":
        return ""
    return json.dumps(fill_json(request, places[0].missing or "{}"), indent=2) + "\n"


def _name(place: HostPlace) -> str:
    return ".".join(key for key in place.at if key != "+") or place.part


def _missing_folders(path: Path) -> tuple[str, ...]:
    """The folders above it that are not there yet, the highest first."""
    return tuple(str(folder) for folder in reversed(path.parents) if not folder.exists())


def _read(path: Path) -> str | None:
    if not path.exists():
        return None
    try:
        return read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}", hint="nothing was written"
        ) from None
