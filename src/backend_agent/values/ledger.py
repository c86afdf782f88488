"""What earlier runs added to a repository, so that it can be taken out exactly as it came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.values.changes import ChangeSet
from backend_agent.values.task import Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One run that added something: what was asked, and the change as it was delivered."""

    run: str
    operation: Operation
    changes: ChangeSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """`additions` of earlier runs in this repository, newest first; `is_committed` tells whether
    the last commit holds a path. Both are asked only where something is to be taken out."""

    additions: Callable[[], tuple[Addition, ...]]
    is_committed: Callable[[str], bool]


def no_past() -> Past:
    """For a tree without a history of its own."""
    return Past(additions=tuple, is_committed=lambda _path: True)
