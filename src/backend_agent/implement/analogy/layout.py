"""The items of a block or a list with the comments that belong to them and the text between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend_agent.syntax.edits import find_eol, line_indent
from backend_agent.syntax.element import Element
from backend_agent.values.language import LanguageFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """`[lead, start)` are comments right above the element, `[end, tail)` what closes it on its
    line: a separator of its own, a comment. `marks` are annotations that stand before the element as
    siblings of it; `start` is that of the first one then."""

    element: Element
    lead: int
    start: int
    end: int
    tail: int
    marks: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    container: Element
    items: tuple[Item, ...]
    is_block: bool

    @property
    def source(self) -> str:
        return self.container.source

    def gap_after(self, at: int) -> str:
        """The text between item `at` and the next one."""
        return self.source[self.items[at].tail : self.items[at + 1].lead]

    def index_of(self, element: Element) -> int | None:
        """The item that holds the element."""
        for at, item in enumerate(self.items):
            if item.start <= element.start and element.end <= item.element.end:
                return at
        return None

    def default_gap(self) -> str:
        """What would stand between two items where only one gives an example."""
        eol = find_eol(self.source)
        if self.is_block:
            return eol + line_indent(self.source, self.items[0].start)
        opening = self.source[self.container.start : self.items[0].lead]
        if "\n" in opening:
            return "," + eol + line_indent(self.source, self.items[0].start)
        return ", "


def is_layout(element: Element, language: LanguageFormat) -> bool:
    return is_block(element, language) or element.kind in (
        *language.arguments, *language.parameters, *language.mappings, *language.collections,
    )  # fmt: skip


def is_block(element: Element, language: LanguageFormat) -> bool:
    return element.kind in language.blocks


def is_body(element: Element, language: LanguageFormat) -> bool:
    """Whether it is the block of a class, an interface or alike."""
    return (
        is_block(element, language)
        and element.parent is not None
        and element.parent.kind in language.bodies
    )


def read_layout(container: Element, language: LanguageFormat) -> Layout:
    block = is_block(container, language)
    children = container.children
    items: list[Item] = []
    marks: list[int] = []
    for at, child in enumerate(children):
        if not child.named or child.kind in language.comments:
            continue
        if block and child.kind in language.annotations:
            marks.append(at)
            continue
        first = marks[0] if marks else at
        items.append(
            Item(
                element=child,
                lead=_lead_start(children, first, language),
                start=children[first].start,
                end=child.end,
                tail=_tail_end(children, at, language, block=block),
                marks=tuple(children[each] for each in marks),
            )
        )
        marks = []
    return Layout(container=container, items=tuple(items), is_block=block)


def _lead_start(children: Sequence[Element], at: int, language: LanguageFormat) -> int:
    """The start of the comments that stand on lines of their own right above."""
    start = children[at].start
    for index in range(at - 1, -1, -1):
        before = children[index]
        source = before.source
        own_line = not source[source.rfind("\n", 0, before.start) + 1 : before.start].strip()
        between = source[before.end : start]
        if before.kind not in language.comments or not own_line or between.count("\n") != 1:
            break
        start = before.start
    return start


def _tail_end(
    children: Sequence[Element], at: int, language: LanguageFormat, *, block: bool
) -> int:
    """The end of what closes the item on its line; a comma of a list is no part of its items."""
    end = children[at].end
    source = children[at].source
    for index in range(at + 1, len(children)):
        after = children[index]
        between = source[end : after.start]
        closing = block and not after.named and after.kind in (";", ",")
        comment = block and after.kind in language.comments
        if "\n" in between or not (closing or comment):
            break
        end = after.end
    return end


def unwrap(element: Element, language: LanguageFormat) -> Element:
    """The element itself below wrappers that add nothing (`export`, an expression statement)."""
    while element.kind in language.wrappers:
        inner = [
            child for child in element.named_children
            if child.kind not in language.comments and child.kind != "decorator"
        ]  # fmt: skip
        if len(inner) != 1:
            break
        element = inner[0]
    return element


def declared_key(element: Element, language: LanguageFormat) -> Element | None:
    """The leaf that names what a statement declares, wrappers aside; None where it declares none."""
    found = find_declaration(element, language)
    if found is None:
        return None
    shape = next(each for each in language.declarations if each.kind == found.kind and each.key)
    key = found.labels.get(shape.key)
    if key is not None and shape.role == "export":
        return exported_name(key, language)
    return key if key is not None and key.kind in language.identifiers else None


def exported_name(target: Element, language: LanguageFormat) -> Element | None:
    """The name that an assignment hands out: `exports.create = …`; None where it hands out none."""
    members = {shape.kind: shape for shape in language.members}
    shape = members.get(target.kind)
    owner = target.labels.get(shape.value) if shape is not None else None
    name = target.labels.get(shape.key) if shape is not None else None
    return name if owner is not None and owner.text in language.exporting else None


def declared_names(element: Element, language: LanguageFormat) -> tuple[str, ...]:
    """The names that a statement declares; () where it declares none."""
    key = declared_key(element, language)
    return (key.text,) if key is not None else ()


def find_declaration(element: Element, language: LanguageFormat) -> Element | None:
    """The declaring node below wrappers: the class of a decorated class, the exported function."""
    shapes = {shape.kind: shape for shape in language.declarations}
    shape = shapes.get(element.kind)
    if shape is None:
        return None
    if shape.role == "export":
        target = element.labels.get(shape.key)
        return element if target is not None and exported_name(target, language) else None
    if shape.role != "wrapper":
        return element
    inner = element.labels.get(shape.value) if shape.value else None
    candidates = (inner,) if inner is not None else element.named_children
    for child in candidates:
        found = find_declaration(child, language)
        if found is not None:
            return found
    return None


def declaration_role(element: Element, language: LanguageFormat) -> str:
    """`type`, `callable` or `value`; a value that is a function counts as callable."""
    shape = next(each for each in language.declarations if each.kind == element.kind)
    value = element.labels.get(shape.value) if shape.value else None
    held = shape.role in ("value", "export")
    if held and value is not None and value.kind in language.function_values:
        return "callable"
    return "value" if held else shape.role
