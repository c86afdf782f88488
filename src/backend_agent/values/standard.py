"""A standard: what good looks like, why, where it is written, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decider = Literal["rule", "probe", "check", "plan", "report", "pending"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBy:
    """`kind` of judge; `id` names it (a rule id, a check kind, a section id); while it is pending,
    the kind of judge that is missing. A kind that is there and pending decides only a part."""

    kind: Decider
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One row. `house` marks a house-style row (◇): a repository's own convention wins over it.
    `applies_when` holds tags of a touched area (route, model, migration, container, …); `area` is
    the title of its file."""

    id: str
    area: str = ""
    statement: str
    why: str
    level: Literal["must", "should"]
    level_note: str = ""
    house: bool = False
    sources: tuple[str, ...] = ()
    deciders: tuple[Decider, ...] = ()
    checked_by: tuple[CheckedBy, ...] = ()
    applies_when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardArea:
    """One file of `data/standards/`: the rows of one area; `order` is the area's own place."""

    title: str
    order: int
    standards: tuple[Standard, ...]
