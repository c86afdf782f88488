"""Progress as values: engines emit, doors listen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["detect", "plan", "implement", "verify", "deliver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`state` moves started → finished | failed | skipped for each (phase, step); `elapsed` in seconds."""

    phase: Phase
    step: str
    state: Literal["started", "finished", "failed", "skipped"]
    detail: str = ""
    elapsed: float = 0.0


OnEvent = Callable[[Event], None]


def ignore_event(_event: Event) -> None:
    """The listener of callers that do not listen."""
