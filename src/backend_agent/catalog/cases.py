"""The proofs beside the data: little repositories and recordings, each with what is expected."""

from __future__ import annotations

import json
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
REQUEST = "request.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Generic[T]):
    """`path` is relative to the root of the data; `tree` holds the case's files but the expected."""

    technology: str
    name: str
    path: str
    tree: FolderTree
    expected: T


def list_cases(root: Path, kind: str, shape: type[T]) -> tuple[Case[T], ...]:
    """The cases in `technologies/*/*/cases/<kind>/*` below `root`, ordered by path. Raises DataError
    for an expected.toml that is not of `shape`."""
    return _list_folders(root, f"technologies/*/*/cases/{kind}/*", EXPECTED, shape)


def list_recipe_cases(root: Path, shape: type[T]) -> tuple[Case[T], ...]:
    """The cases beside the recipes below `root`, `expected` being what their request.toml holds."""
    return _list_folders(root, "technologies/*/*/recipes/*/cases/*", REQUEST, shape)


def _list_folders(root: Path, place: str, name: str, shape: type[T]) -> tuple[Case[T], ...]:
    """A case is a folder at `place` that holds a file `name` of `shape`."""
    folders = (stamp.path.removesuffix(f"/{name}") for stamp in list_stamps(root, suffix=name))
    return tuple(
        _read_case(root, folder, names, name, shape)
        for folder in folders
        if (names := match_place(place, folder)) is not None
    )


def _read_case(
    root: Path, folder: str, names: tuple[str, ...], name: str, shape: type[T]
) -> Case[T]:
    paths = [stamp.path for stamp in list_stamps(root / folder)]
    data = FolderTree(root / folder, paths).read_bytes(name)
    raw = check_document(root / folder / name, shape, data)
    return Case(
        technology=names[1],
        name=names[-1],
        path=folder,
        tree=FolderTree(root / folder, (path for path in paths if path != name)),
        expected=revive_value(shape, json.loads(raw)),
    )
