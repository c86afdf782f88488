"""Every file that a step changed, as it was and as it became: what a run can be taken back to."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.port import StepDoor
from backend_agent.values.agent import CallDone
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.errors import InputError
from backend_agent.world.files import append_line, read_file, read_json_lines, write_atomic

T = TypeVar("T")
NAME = "checkpoints.jsonl"
RETURNS = "returns.json"
PHASE = "implement: "


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """`before` and `after` name contents among the run's blobs, "" where there was no file."""

    path: str
    mode: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a step changed, or (`whole`) all that differs from the beginning after it."""

    step: str
    whole: bool
    files: tuple[KeptFile, ...]


class Checkpoints:
    """`checkpoints.jsonl` of a run: one line for each step that changed a file, no repository needed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._blobs = Blobs(folder / "blobs")

    def watch_steps(self, step: StepDoor) -> StepDoor:
        """The same door; what a step changed is on the disk before the step is recorded."""

        def watched(name: str, action: Callable[[], T], /) -> T:
            def kept() -> T:
                value = action()
                self._note(name, value)
                return value

            return step(name, kept)

        return watched

    def list_steps(self) -> tuple[Checkpoint, ...]:
        """In order, the last of each name: one that was cut short may have run twice."""
        found: dict[str, Checkpoint] = {}
        for plain in read_json_lines(self._path):
            files = tuple(KeptFile(**each) for each in plain["files"])
            made = Checkpoint(step=plain["step"], whole=plain["whole"], files=files)
            found.pop(made.step, None)
            found[made.step] = made
        return tuple(found.values())

    def changes_at(self, step: str) -> ChangeSet:
        """All that differed from the beginning after that step. Raises InputError, DataError."""
        so_far: dict[str, KeptFile] = {}
        for each in self.list_steps():
            if each.whole:
                so_far = {file.path: file for file in each.files}
            else:
                for file in each.files:
                    before = so_far[file.path].before if file.path in so_far else file.before
                    so_far[file.path] = replace(file, before=before)
            if step in (each.step, each.step.rpartition(" ")[2]):
                return ChangeSet(changes=tuple(map(self._read, so_far.values())))
        known = ", ".join(each.step for each in self.list_steps()) or "none"
        raise InputError(f"{step}: no step of that name changed a file", hint=f"there are: {known}")

    def returns(self) -> tuple[str, ...]:
        """The steps that the applied change was taken back to, one after the other."""
        path = self._path.with_name(RETURNS)
        return tuple(json.loads(read_file(path))) if path.is_file() else ()

    def note_returns(self, steps: tuple[str, ...]) -> None:
        write_atomic(self._path.with_name(RETURNS), json.dumps(steps).encode())

    def _note(self, name: str, value: object) -> None:
        found = value[0] if isinstance(value, tuple) and value else value
        if not name.startswith(PHASE) or not isinstance(found, CallDone | ChangeSet):
            return
        whole = isinstance(found, ChangeSet)
        changes = found.changes if isinstance(found, ChangeSet) else found.changed
        if not changes:
            return
        made = Checkpoint(
            step=name.removeprefix(PHASE), whole=whole, files=tuple(map(self._keep, changes))
        )
        append_line(self._path, json.dumps(asdict(made)))

    def _keep(self, change: FileChange) -> KeptFile:
        before, after = (
            "" if content is None else self._blobs.put(content)
            for content in (change.before, change.after)
        )
        return KeptFile(path=change.path, mode=change.mode, before=before, after=after)

    def _read(self, file: KeptFile) -> FileChange:
        before, after = (
            self._blobs.get(name) if name else None for name in (file.before, file.after)
        )
        return FileChange(path=file.path, mode=file.mode, before=before, after=after)


def lead_back(delivered: ChangeSet, wanted: ChangeSet) -> ChangeSet:
    """From the tree with `delivered` to the tree with `wanted`, both made on the same beginning."""
    there = {change.path: change for change in delivered.changes}
    then = {change.path: change for change in wanted.changes}
    found = []
    for path in sorted(there.keys() | then.keys()):
        now, goal = there.get(path), then.get(path)
        known = goal or there[path]
        before = now.after if now else known.before
        after = goal.after if goal else known.before
        if before != after:
            found.append(replace(known, before=before, after=after))
    return ChangeSet(changes=tuple(found))
