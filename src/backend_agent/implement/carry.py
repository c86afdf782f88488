"""Carries changes into the worktree: exact after any kill, then tidied by the project's own tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.world.worktree import Worktree

Tidy = Callable[[tuple[str, ...]], None]
"""Runs the project's formatter, and its linter's own safe fixes, on these paths of the worktree."""


def settle_worktree(worktree: Worktree, changes: ChangeSet) -> None:
    """Make the worktree exactly its baseline with these changes, whatever a killed step left there."""
    wanted = {change.path: change.after for change in changes.changes}
    if {change.path: change.after for change in worktree.read_changes()} != wanted:
        worktree.restore()
        worktree.write(changes)


def tidy_changes(worktree: Worktree, changes: ChangeSet, tidy: Tidy) -> ChangeSet:
    """The changes after the project's own tools had their say.

    A modified file that these tools would have changed before us is left alone: its other lines are not
    ours to touch.
    """
    modified = tuple(change.path for change in changes.changes if change.action == "modify")
    untidy: frozenset[str] = frozenset()
    if modified:
        worktree.restore()
        tidy(modified)
        untidy = frozenset(change.path for change in worktree.read_changes())
    settle_worktree(worktree, changes)
    touched = tuple(
        change.path
        for change in changes.changes
        if change.after is not None and change.path not in untidy
    )
    tidy(touched)
    return adopt_written(worktree, changes)


def adopt_written(worktree: Worktree, changes: ChangeSet) -> ChangeSet:
    """The changes with bytes and modes as the worktree has them; only paths that were ours already."""
    written = {change.path: change for change in worktree.read_changes()}
    kept = tuple(
        _with_story(written[change.path], change)
        for change in changes.changes
        if change.path in written
    )
    return replace(changes, changes=kept)


def _with_story(written: FileChange, told: FileChange) -> FileChange:
    return replace(written, purpose=told.purpose, maker=told.maker, like=told.like)
