"""Which numbers of weaknesses mean the same flaw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WeaknessFormat:
    """`data/weaknesses.toml`: families of CWE numbers that tools give to the same flaw."""

    families: tuple[tuple[int, ...], ...]
