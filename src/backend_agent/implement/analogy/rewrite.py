"""What is to be replaced in a slot, and how the repository already spells things."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backend_agent.implement.analogy.exemplar import ExemplarField
from backend_agent.implement.analogy.source import Source
from backend_agent.syntax.element import Element
from backend_agent.values.language import ImportNeed


@dataclass(slots=True)
class Rewrite:
    """What replaces nodes of a slot, by their identity: a text, or None to leave the node out with
    its separator; `leading` are put before the items of a list, `additions` appended; `suffix`
    follows the whole slot; `skip` = the new field needs no such slot at all."""

    texts: dict[int, str | None] = field(default_factory=dict)
    additions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    leading: dict[int, tuple[str, ...]] = field(default_factory=dict)
    imports: list[ImportNeed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    travelled: list[str] = field(default_factory=list)
    suffix: str = ""
    skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDeclaration:
    """Where a foreign key is declared, as a field to write one like; `target` is the key that the new
    one leads to, as a text says it there ("" = the same)."""

    field: ExemplarField
    element: Element
    source: Source
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """How the repository itself already spells a type elsewhere: (table, type) → text; the options
    that a declaration of that type carries: (call, type, option) → text; and the type that it is
    given by position where it would go without: (call, type) → text. `keys` are foreign keys to write
    new ones like, by the new field."""

    spellings: dict[tuple[str, str], str] = field(default_factory=dict)
    options: dict[tuple[str, str, str], str] = field(default_factory=dict)
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[str, KeyDeclaration] = field(default_factory=dict)

    def texts(self) -> frozenset[str]:
        return frozenset((*self.spellings.values(), *self.options.values(), *self.columns.values()))


def reach_names(text: str, needs: tuple[ImportNeed, ...], source: Source, rewrite: Rewrite) -> str:
    """The text with each name as its file reaches it: bound there already, through a module that is
    imported whole, or else by an import that is still to be written."""
    for need in needs:
        if not re.search(rf"(?<![\w.]){need.name}\b", text) or need.name in source.imports:
            continue
        whole = next(
            (
                name
                for name, imported in source.imports.items()
                if not imported.listed and imported.module == need.module
            ),
            "",
        )
        if whole:
            text = re.sub(rf"(?<![\w.]){need.name}\b", f"{whole}.{need.name}", text)
        else:
            rewrite.imports.append(need)
    return text


def quote_like(text: str, source: Source) -> str:
    """What is written anew, in the quotation marks of the file."""
    mark = source.quote
    other = {"'": '"', '"': "'"}.get(mark, "")
    if not other or other not in text:
        return text
    return re.sub(rf"{other}([^'\"\\]*){other}", rf"{mark}\1{mark}", text)


def leave_out_value(element: Element, value: Element, rewrite: Rewrite) -> None:
    rewrite.texts[id(value)] = None
    at = element.children.index(value)
    if at and not element.children[at - 1].named:
        rewrite.texts[id(element.children[at - 1])] = None
