"""The tree before the change: its ground is laid and its checks are run only where no outcome is kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from backend_agent.values.changes import FileChange
from backend_agent.values.event import OnEvent
from backend_agent.values.verification import Outcome
from backend_agent.verify.checks.baseline import baseline_key, find_kept, keep_outcome
from backend_agent.verify.checks.newtests import run_new_tests
from backend_agent.verify.checks.planned import PlannedCheck
from backend_agent.verify.checks.run import Bench, run_checks
from backend_agent.world.files import hash_bytes
from backend_agent.world.tree import Tree

PREFIX = "before-"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseTree:
    """The tree before the change: `make` writes it to disk (a copy that the run owns) and gives its
    root; `id` names its content (a commit's or tree's hash, "" = nothing is kept); `tree` reads it."""

    make: Callable[[], Path]
    tree: Tree
    id: str = ""


class Before:
    """Runs checks on the base tree. `lay` prepares ground for a worktree and gives a bench; what it opened
    is closed by `stack`. `versions` and `settings` are part of what an outcome is kept under."""

    def __init__(
        self,
        base: BaseTree,
        lay: Callable[[Path, ExitStack], Bench],
        kept: Path,
        versions: str,
        settings: tuple[str, ...],
        on_event: OnEvent,
        stack: ExitStack,
    ) -> None:
        self._base = base
        self._lay = lay
        self._kept = kept
        self._versions = versions
        self._settings = settings
        self._on_event = on_event
        self._stack = stack
        self._bench: Bench | None = None
        self._lock = Lock()

    def run(self, checks: tuple[PlannedCheck, ...]) -> tuple[Outcome, ...]:
        """Kept outcomes where there are any; the others are run now and kept."""
        found = {check.check: self._find(check) for check in checks}
        left = tuple(check for check in checks if found[check.check] is None)
        if left:
            for outcome in run_checks(left, self.bench(), self._on_event):
                found[outcome.check] = outcome
        for check in left:
            fresh = found[check.check]
            if fresh is not None and self._base.id:
                keep_outcome(self._kept, self._key(check), fresh)
        return tuple(outcome for outcome in found.values() if outcome is not None)

    def run_new_tests(self, check: PlannedCheck, changes: tuple[FileChange, ...]) -> Outcome:
        """The change's own tests on the base tree, which is left as it was."""
        content = hash_bytes(b"\0".join(change.after or b"" for change in changes))
        named = replace(check, check=f"{check.check}-{content[:16]}")
        return self.recall(
            named, lambda bench: run_new_tests(check, changes, bench, self._on_event)
        )

    def recall(self, check: PlannedCheck, make: Callable[[Bench], Outcome]) -> Outcome:
        """The outcome that is kept for the check, else what `make` answers on the base tree."""
        kept = self._find(check)
        if kept is not None:
            return kept
        outcome = make(self.bench())
        if self._base.id:
            keep_outcome(self._kept, self._key(check), outcome)
        return outcome

    def bench(self) -> Bench:
        """The base tree on disk with its ground, made at the first need."""
        with self._lock:
            if self._bench is None:
                self._bench = self._lay(self._base.make(), self._stack)
            return self._bench

    def _find(self, check: PlannedCheck) -> Outcome | None:
        return find_kept(self._kept, self._key(check)) if self._base.id else None

    def _key(self, check: PlannedCheck) -> str:
        return baseline_key(check, self._base.id, self._versions, self._settings)
