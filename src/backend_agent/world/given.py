"""A change that somebody else made: the user's tree against a commit, as files before and after."""

from __future__ import annotations

from backend_agent.values.changes import FileChange
from backend_agent.world.git import list_changed, read_file_at
from backend_agent.world.workspace import Workspace
from backend_agent.world.worktree import read_content


def read_given(workspace: Workspace, since: str | None) -> tuple[FileChange, ...]:
    """What differs from the commit, committed or not; without a history every file is new."""
    root = workspace.root
    if since is None:
        tree = workspace.tree()
        return tuple(
            FileChange(path=path, before=None, after=tree.read_bytes(path)) for path in tree.paths()
        )
    return tuple(
        FileChange(
            path=changed.path,
            before=read_file_at(root, since, changed.path),
            after=read_content(root / changed.path),
        )
        for changed in list_changed(root, since)
    )
