"""What plan answers: ordered steps, every file, and the sections a senior would ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.changes import Refusal
from backend_agent.values.stack import SimilarFiles
from backend_agent.values.task import Operation, Task

Maker = Literal["analogy", "recipe", "blueprint", "fix", "tool", "agent", "none"]
SectionId = Literal[
    "sub-tasks", "files", "dependencies", "edge-cases", "errors", "migrations", "compatibility",
    "security", "architecture",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    path: str
    action: Literal["create", "modify", "delete"]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Filled with items, or empty with the reason (`none, because …`); never both, never neither."""

    id: SectionId
    items: tuple[str, ...] = ()
    none_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One unit of work; `standards` are the ids its result must meet."""

    id: str
    title: str
    maker: Maker
    operation: Operation | None = None
    files: tuple[PlannedFile, ...] = ()
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`sections` is empty for a one-file task (`ceremony` False), else one of each SectionId in order."""

    task: Task
    component: str
    steps: tuple[Step, ...]
    sections: tuple[Section, ...] = ()
    similar: tuple[SimilarFiles, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    ceremony: bool = True
    possible_with: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[PlannedFile, ...]:
        return tuple(file for step in self.steps for file in step.files)
