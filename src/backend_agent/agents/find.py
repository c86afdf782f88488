"""Finds definitions of agents: a file that was named, the project's folders, the user's, our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from backend_agent.agents.read import read_definition
from backend_agent.values.definition import (
    AgentDefinition,
    DefinitionFault,
    DefinitionNote,
    DefinitionsFound,
    Scope,
)
from backend_agent.values.errors import InputError
from backend_agent.world.files import read_file
from backend_agent.world.stamps import list_stamps

# Folders of other programs that hold definitions, nearest first. Skills and commands lie beside them.
FOLDERS = (".agents", ".claude/agents", ".codex")
NOT_AGENTS = frozenset({"skills", "commands", "prompts", "rules", "node_modules"})

Read = AgentDefinition | DefinitionFault | DefinitionNote


def find_definitions(
    root: Path,
    *,
    home: Path | None = None,
    named: tuple[Path, ...] = (),
    package: Path | None = None,
) -> DefinitionsFound:
    """Every definition that is in force for `root`, and every file that gives none, with the reason.

    Of two with one name the nearer wins: `named` files, the project, the user's `home`, the package.
    Raises InputError where a named file cannot be read.
    """
    read = [each for path in named for each in _read_one(path, str(path), "file")]
    read += _read_folders(root, "project")
    if home is not None and home.resolve() != root.resolve():
        read += _read_folders(home, "user")
    if package is not None:
        read += _read_folder(package, "package")
    return sort_found(read)


def check_definitions(paths: Iterable[Path]) -> DefinitionsFound:
    """The definitions in these files, and in all Markdown below these folders. Raises InputError."""
    read: list[Read] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder", hint="check the spelling")
        read += _read_folder(path, "file") if path.is_dir() else _read_one(path, str(path), "file")
    return sort_found(read, shadow=False)


def sort_found(read: Iterable[Read], *, shadow: bool = True) -> DefinitionsFound:
    """What was read by kind, in the order given; of one name the first is in force."""
    kept: dict[str, AgentDefinition] = {}
    shadowed: list[AgentDefinition] = []
    faults, documents = [], []
    for each in read:
        if isinstance(each, DefinitionFault):
            faults.append(each)
        elif isinstance(each, DefinitionNote):
            documents.append(each)
        elif shadow and each.name in kept:
            shadowed.append(each)
        else:
            kept[each.name if shadow else each.path] = each
    return DefinitionsFound(
        definitions=tuple(kept.values()),
        shadowed=tuple(shadowed),
        faults=tuple(faults),
        documents=tuple(documents),
    )


def _read_folders(root: Path, scope: Scope) -> list[Read]:
    return [each for name in FOLDERS for each in _read_folder(root / name, scope, root)]


def _read_folder(folder: Path, scope: Scope, root: Path | None = None) -> Iterator[Read]:
    if not folder.is_dir():
        return
    for stamp in list_stamps(folder, suffix=".md", skip=NOT_AGENTS):
        path = folder / stamp.path
        shown = str(path.relative_to(root)) if root and scope == "project" else str(path)
        yield from _read_one(path, shown, scope)


def _read_one(path: Path, shown: str, scope: Scope) -> Iterator[Read]:
    try:
        content = read_file(path)
    except InputError as error:
        if scope == "file":
            raise
        yield DefinitionFault(path=shown, line=1, reason=error.message)
        return
    yield read_definition(content, shown, scope)
