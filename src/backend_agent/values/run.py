"""A run: one durable piece of work, its place on disk and its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.agent import NO_OPTIONS, AgentOptions
from backend_agent.values.task import Task

RunState = Literal["running", "interrupted", "finished", "refused", "failed", "applied", "undone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """`repository` and `folder` are absolute; times are ISO 8601 in UTC. `phase` is the step that was
    begun last; `reason` says why a run is not running and what to do; `schema` is the number of the
    workflow that wrote the run, and only a program with the same number continues it. `behind` counts
    the steps that were recorded when it was resumed last: attempts without progress are limited."""

    id: str
    repository: str
    folder: str
    title: str
    state: RunState
    created_at: str
    updated_at: str
    verdict: str = ""
    branch: str = ""
    phase: str = ""
    reason: str = ""
    schema: int = 0
    executor: str = ""
    behind: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run works. `env_file` is an absolute path; `packs` are absolute folders; `base` is a git
    revision to judge against ("" = the merge-base with the default branch); `require_sandbox` fails
    closed; `component` is a path or a name ("" = the likeliest below `prefix`). `deadline` is in seconds
    from the start (0 = none): what does not fit is not run. `fail_fast` stops at red touched tests;
    without `verifies` nothing is run, and the verdict says so. `agent` is how a language model works, where
    one was chosen."""

    component: str = ""
    env_file: str = ""
    packs: tuple[str, ...] = ()
    require_sandbox: bool = False
    base: str = ""
    deadline: float = 0.0
    fail_fast: bool = False
    verifies: bool = True
    agent: AgentOptions = NO_OPTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """What a run was asked: a task, or (None) to judge the tree as it is. `root` is absolute, `prefix`
    the place below it where the user stood ("" or "services/orders/")."""

    root: str
    prefix: str = ""
    task: Task | None = None
    options: RunOptions = RunOptions()
