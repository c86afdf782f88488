"""A run: one durable piece of work, its place on disk and its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

RunState = Literal["running", "interrupted", "finished", "refused", "failed", "applied", "undone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """`repository` and `folder` are absolute; times are ISO 8601 in UTC."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """How a run works. `env_file` and `packs` are absolute paths; `base` is a git revision to judge
    against ("" = the merge-base with the default branch); `require_sandbox` fails closed."""

    component: str = ""
    env_file: str = ""
    packs: tuple[str, ...] = ()
    require_sandbox: bool = False
    base: str = ""
