"""The proofs beside the data: little repositories and recordings, each with what is expected."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from backend_agent.catalog.entry import check_document
from backend_agent.catalog.forms import match_place
from backend_agent.catalog.revive import revive_value
from backend_agent.world.stamps import list_stamps
from backend_agent.world.tree import FolderTree

T = TypeVar("T")
EXPECTED = "expected.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Generic[T]):
    """`path` is relative to the root of the data; `tree` holds the case's files but the expected."""

    technology: str
    name: str
    path: str
    tree: FolderTree
    expected: T


def list_case_folders(root: Path, place: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The folders below `root` whose path matches `place` and that hold an expected.toml, each with
    the names that the stars stand for, ordered by path."""
    folders = (
        stamp.path.removesuffix(f"/{EXPECTED}") for stamp in list_stamps(root, suffix=EXPECTED)
    )
    found = ((folder, match_place(place, folder)) for folder in folders)
    return tuple((folder, names) for folder, names in found if names is not None)


def list_cases(root: Path, kind: str, shape: type[T]) -> tuple[Case[T], ...]:
    """The cases in `technologies/*/*/cases/<kind>/*` below `root`. Raises DataError for an
    expected.toml that is not of `shape`."""
    return tuple(
        Case(
            technology=names[1],
            name=names[2],
            path=folder,
            tree=list_case_files(root / folder),
            expected=_read_expected(root / folder / EXPECTED, shape),
        )
        for folder, names in list_case_folders(root, f"technologies/*/*/cases/{kind}/*")
    )


def list_case_files(folder: Path) -> FolderTree:
    """Every file of a case but what is expected of it."""
    paths = (stamp.path for stamp in list_stamps(folder))
    return FolderTree(folder, (path for path in paths if path != EXPECTED))


def _read_expected(path: Path, shape: type[T]) -> T:
    data = FolderTree(path.parent, (path.name,)).read_bytes(path.name)
    return revive_value(shape, check_document(path, shape, data))
