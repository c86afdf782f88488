"""What is to be replaced in a slot, and how the repository already spells things."""

from __future__ import annotations

from dataclasses import dataclass, field

from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed


@dataclass(slots=True)
class Rewrite:
    """What replaces nodes of a slot, by their identity: a text, or None to leave the node out with
    its separator; `additions` are appended to a list; `suffix` follows the whole slot."""

    texts: dict[int, str | None] = field(default_factory=dict)
    additions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    imports: list[ImportNeed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    travelled: list[str] = field(default_factory=list)
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """How the repository itself already spells a type elsewhere: (table, type) → text, and the
    options that a declaration of that type carries: (call, option) → text."""

    spellings: dict[tuple[str, str], str]
    options: dict[tuple[str, str], str]


def leave_out_value(element: Element, value: Element, rewrite: Rewrite) -> None:
    rewrite.texts[id(value)] = None
    at = element.children.index(value)
    if at and not element.children[at - 1].named:
        rewrite.texts[id(element.children[at - 1])] = None
