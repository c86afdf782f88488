"""What the tools of a conversation may reach: the worktree, a sandboxed shell, and our own engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from backend_agent.values.changes import ChangeSet, FileChange, merge_changes
from backend_agent.values.process import Completed
from backend_agent.values.task import Operation
from backend_agent.world.process import Running
from backend_agent.world.worktree import Worktree

MAKER = "agent"


class Shell(Protocol):
    """Commands in the sandbox, in the environment of the component; opened when first used."""

    def run(self, script: str, timeout: float, stdin: bytes = b"") -> Completed: ...

    def start(self, script: str) -> Running: ...

    def close(self) -> None: ...


class Skills(Protocol):
    """Our own engines, as the site offers them. Each answer is text for the model."""

    def detect(self) -> str: ...

    def similar_files(self, resource: str) -> str: ...

    def standards(self, area: str, ids: tuple[str, ...]) -> str: ...

    def technology_advice(self, name: str) -> str: ...

    def review(self, changes: ChangeSet) -> str: ...

    def probe(self, only: tuple[str, ...]) -> str: ...

    def verify(self, changes: ChangeSet) -> str: ...

    def propose(self, operation: Operation, so_far: ChangeSet) -> ChangeSet: ...

    def add_resource(self, words: tuple[str, ...]) -> Operation: ...

    def add_field(self, words: tuple[str, ...]) -> Operation: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a tool answers: text for the model, and the files that are different now."""

    text: str
    is_error: bool = False
    changed: tuple[FileChange, ...] = ()


@dataclass(slots=True, kw_only=True)
class Bench:
    """`changes` is all that was changed since the baseline; `jobs` are commands in the background."""

    worktree: Worktree
    shell: Shell
    skills: Skills
    mask: Callable[[str], str]
    changes: ChangeSet = field(default_factory=ChangeSet)
    jobs: dict[str, Running] = field(default_factory=dict)

    def adopt(self, changed: tuple[FileChange, ...]) -> None:
        self.changes = merge_changes(self.changes, ChangeSet(changes=changed))

    def read_difference(self) -> tuple[FileChange, ...]:
        """What the worktree has that is not in `changes` yet, each against what was there before."""
        known = {change.path: change for change in self.changes.changes}
        found = {change.path: change for change in self.worktree.read_changes()}
        different = []
        for path in sorted(known.keys() | found.keys()):
            was = known[path].after if path in known else self._baseline(path, found)
            now = found[path].after if path in found else known[path].before
            if was != now:
                mode = (found.get(path) or known[path]).mode
                different.append(describe(path, was, now, mode))
        return tuple(different)

    def _baseline(self, path: str, found: dict[str, FileChange]) -> bytes | None:
        return found[path].before


def describe(path: str, before: bytes | None, after: bytes | None, mode: int = 0o644) -> FileChange:
    return FileChange(
        path=path,
        before=before,
        after=after,
        mode=mode,
        purpose="written by a language model",
        maker=MAKER,
    )
