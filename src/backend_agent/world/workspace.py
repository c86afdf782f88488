"""The user's folder as it is: which files belong to it; only ever read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import InputError
from backend_agent.world.files import explain_trouble
from backend_agent.world.git import ask_git, find_top, read_head
from backend_agent.world.tree import FolderTree

EntryKind = Literal["file", "link", "folder"]

GENERATED_FOLDERS = frozenset(
    """.git .hg .svn .jj node_modules bower_components .venv venv __pycache__ .tox .nox .eggs
    .mypy_cache .ruff_cache .pytest_cache .hypothesis .gradle .idea .next .nuxt .turbo
    .parcel-cache .terraform .dart_tool .bundle .cache""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder to work on. `root` is absolute and resolved; `head` is None before the first commit.

    `files` are regular files and links to regular files inside, `links` are the symbolic links
    that are not in `files` (to folders, to nothing, out of the tree): relative with `/`, sorted.
    `top` is the git work tree that holds `root`, None outside of git.
    """

    root: Path
    top: Path | None
    head: str | None
    files: tuple[str, ...]
    links: tuple[str, ...] = ()

    @property
    def is_git(self) -> bool:
        return self.top is not None

    @property
    def prefix(self) -> str:
        """Where `root` lies below `top`: "" or as "services/orders/"."""
        below = self.root.relative_to(self.top).as_posix() if self.top else "."
        return "" if below == "." else f"{below}/"

    def tree(self) -> FolderTree:
        return FolderTree(self.root, self.files)

    def size(self, path: str) -> int:
        """The size in bytes, so that a caller can leave a huge file unread. Raises InputError."""
        try:
            return (self.root / path).stat().st_size
        except OSError as error:
            raise explain_trouble(error, "read", self.root / path) from error


def open_workspace(path: Path, *, generated: frozenset[str] = GENERATED_FOLDERS) -> Workspace:
    """List what belongs to the folder: by git where it is a repository, else by walking.

    Tracked and untracked files count, ignored ones do not; the files of submodules and of nested
    repositories are files. Outside of git, and in a folder that the git around it ignores, all
    count but the folders named in `generated`.
    Raises InputError: not a folder, not readable, no file at all.
    """
    root = _check_folder(path)
    top = find_top(root) if _is_inside_git(root) else None
    files, links = sort_entries(root, _list_by_git(root)) if top else ((), ())
    if top != root and not files:
        top = None
        files, links = sort_entries(root, _walk_folder(root, generated))
    if not files:
        raise InputError(
            f"{root}: there is no file in it",
            hint="point at the folder of a project, or create one with: backend-agent new NAME",
        )
    head = read_head(root) if top else None
    return Workspace(root=root, top=top, head=head, files=files, links=links)


def _check_folder(path: Path) -> Path:
    try:
        root = path.expanduser().resolve(strict=True)
        if not root.is_dir():
            raise InputError(f"{path}: not a folder", hint="point at the folder that holds it")
        with os.scandir(root):
            return root
    except FileNotFoundError:
        raise InputError(f"{path}: no such folder", hint="check the spelling of the path") from None
    except RuntimeError:
        raise InputError(f"{path}: a symbolic link there leads to itself") from None
    except OSError as error:
        raise explain_trouble(error, "read", path) from error


def _is_inside_git(root: Path) -> bool:
    return any((folder / ".git").exists() for folder in (root, *root.parents))


def _list_by_git(root: Path) -> Iterator[str]:
    answer = ask_git(root, "ls-files", "-co", "--exclude-standard", "-z")
    if answer.exit_code != 0:
        raise InputError(
            f"{root}: git cannot list its files ({answer.reason})",
            hint="make `git status` work there first",
        )
    # Decoded at once: for 25,000 names that takes a tenth of the time. Unmerged paths come several times.
    yield from dict.fromkeys(name for name in os.fsdecode(answer.output).split("\0") if name)


def _walk_folder(root: Path, generated: frozenset[str]) -> Iterator[str]:
    start = os.fspath(root)
    for folder, folders, names in os.walk(start):
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        folders[:] = sorted(set(folders) - generated - set(linked))
        below = os.path.relpath(folder, start)
        prefix = "" if below == "." else f"{below}/"
        for name in (*names, *linked):
            yield prefix + name


def sort_entries(root: Path, listed: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Regular files (and links to such inside) and other links among the listed paths, sorted."""
    files: list[str] = []
    links: list[str] = []
    start = os.fspath(root) + "/"
    kinds: dict[str, dict[str, EntryKind]] = {}
    for path in listed:
        folder, _, name = path.rstrip("/").rpartition("/")
        if folder not in kinds:
            # One look at a folder tells the kinds of all its entries; a look at each costs ten times that.
            kinds[folder] = _read_kinds(start + folder)
        kind = kinds[folder].get(name)
        if kind == "file":
            files.append(path)
        elif kind == "link":
            (files if _leads_to_file_inside(root, path) else links).append(path)
        elif kind == "folder":
            inner_files, inner_links = _sort_nested(root, path.rstrip("/"))
            files += inner_files
            links += inner_links
    return tuple(sorted(files)), tuple(sorted(links))


def _read_kinds(folder: str) -> dict[str, EntryKind]:
    """The entries of a folder by name; sockets, devices and what vanished meanwhile are left out."""
    found: dict[str, EntryKind] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    found[entry.name] = "file"
                elif entry.is_symlink():
                    found[entry.name] = "link"
                elif entry.is_dir(follow_symlinks=False):
                    found[entry.name] = "folder"
    except OSError:
        return found
    return found


def _sort_nested(root: Path, path: str) -> tuple[list[str], list[str]]:
    nested = root / path
    if not (nested / ".git").exists():
        return [], []
    files, links = sort_entries(nested, _list_by_git(nested))
    inside = [name for name in links if _leads_to_file_inside(root, f"{path}/{name}")]
    kept = [name for name in links if name not in inside]
    return [f"{path}/{name}" for name in (*files, *inside)], [f"{path}/{name}" for name in kept]


def _leads_to_file_inside(root: Path, path: str) -> bool:
    try:
        target = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return target.is_relative_to(root) and target.is_file()
