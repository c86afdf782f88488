"""Every TOML file of a folder of data, judged one by one, so that all faults are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog.entry import check_document
from backend_agent.catalog.forms import find_form
from backend_agent.catalog.index import UNREAD_FOLDERS
from backend_agent.values.errors import DataError
from backend_agent.world.stamps import list_stamps
from backend_agent.world.tree import FolderTree


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """`path` is relative to the folder of data; no faults means that it reads."""

    path: str
    faults: tuple[str, ...] = ()


def check_files(root: Path) -> tuple[CheckedFile, ...]:
    """The documents below `root`, and files that lie among them but are of no known kind."""
    stamps = list_stamps(root, suffix=".toml", skip=UNREAD_FOLDERS)
    tree = FolderTree(root, (stamp.path for stamp in stamps))
    return tuple(_check_file(root, tree, path) for path in tree.paths() if _belongs(path))


def _belongs(path: str) -> bool:
    """Whether a file claims to be data: anything else in a pack's folder is its owner's."""
    return path.startswith(("technologies/", "standards/", "rules/")) or find_form(path) is not None


def _check_file(root: Path, tree: FolderTree, path: str) -> CheckedFile:
    form = find_form(path)
    if form is None:
        return CheckedFile(path=path, faults=("no kind of document has this name and place",))
    try:
        check_document(root / path, form.shape, tree.read_bytes(path))
    except DataError as error:
        prefix = f"{root / path}: "
        faults = (line.removeprefix(prefix) for line in error.message.splitlines())
        return CheckedFile(path=path, faults=tuple(faults))
    return CheckedFile(path=path)
