"""Where a fact was read: the smallest thing a report may rest a claim on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`path` is relative to the repository's root with `/`; `line` counts from 1, 0 = whole file."""

    path: str
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path
