"""A name for a tree and everything that its judgement depends on, so that a kept answer is never stale."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from pathlib import Path

from backend_agent.values.run import RunOptions
from backend_agent.values.version import VERSION
from backend_agent.world.files import hash_bytes, hash_file
from backend_agent.world.git import ChangedPath, list_submodules
from backend_agent.world.workspace import Workspace
from backend_agent.world.worktree import read_content


def name_tree(
    workspace: Workspace,
    base: str | None,
    changed: tuple[ChangedPath, ...],
    options: RunOptions,
) -> str:
    """The sha256 of the tree, the commit it is judged against, the settings and the versions.

    "" where git does not tell all that counts (submodules, nested repositories) or a pack of data is
    used: then nothing is kept.
    """
    if options.packs or (workspace.is_git and list_submodules(workspace.root)):
        return ""
    files = tuple(_describe_files(workspace, base, changed))
    if "" in files:
        return ""
    settings = (
        VERSION,
        platform.python_version(),
        os.environ.get("PATH", ""),
        options.component,
        str(options.require_sandbox),
        hash_file(Path(options.env_file)) if options.env_file else "",
    )
    return hash_bytes("\0".join((base or "", *settings, *files)).encode("utf-8", "surrogateescape"))


def _describe_files(
    workspace: Workspace, base: str | None, changed: tuple[ChangedPath, ...]
) -> Iterator[str]:
    """The changed files where a commit names the others, else all."""
    paths = tuple(each.path for each in changed) if base else workspace.files
    for path in paths:
        place = workspace.root / path
        if path.endswith("/") or (place.is_dir() and not place.is_symlink()):
            yield ""
            return
        content = read_content(place)
        mode = "" if content is None else oct(place.lstat().st_mode & 0o170100)
        yield f"{path}\0{mode}\0{'' if content is None else hash_bytes(content)}"
