"""A light copy of a syntax tree with parents and text, made once so that every question is cheap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import node_span, parse_source

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node


class Element:
    """One node. `start` and `end` are character offsets into `source`; `labels` are the children
    that the grammar gives a name (`name`, `value`, …), for the kinds that were asked for."""

    __slots__ = ("children", "end", "kind", "labels", "named", "parent", "source", "start")

    def __init__(
        self, kind: str, start: int, end: int, *, named: bool, source: str, parent: Element | None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.named = named
        self.source = source
        self.parent = parent
        self.children: tuple[Element, ...] = ()
        self.labels: dict[str, Element] = {}

    def __repr__(self) -> str:
        return f"<{self.kind} {self.text[:40]!r}>"

    @property
    def text(self) -> str:
        return self.source[self.start : self.end]

    @property
    def line(self) -> int:
        """From 1."""
        return self.source.count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """Characters before it on its line."""
        return self.start - (self.source.rfind("\n", 0, self.start) + 1)

    @property
    def named_children(self) -> tuple[Element, ...]:
        return tuple(child for child in self.children if child.named)

    def walk(self) -> Iterator[Element]:
        """The element and all below it, in source order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def leaves(self) -> Iterator[Element]:
        for element in self.walk():
            if not element.children:
                yield element

    def ancestors(self) -> Iterator[Element]:
        """The parent first, the root last."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


def read_elements(text: str, grammar: str, labels: Mapping[str, tuple[str, ...]]) -> Element:
    """The root of `text` in `grammar`; `labels` says which named fields to keep, by kind of node."""
    return _copy_node(parse_source(text, grammar), text, None, labels)


def _copy_node(
    node: Node, text: str, parent: Element | None, labels: Mapping[str, tuple[str, ...]]
) -> Element:
    start, end = node_span(node)
    kind = node.kind()
    copy = Element(kind, start, end, named=node.is_named(), source=text, parent=parent)
    copy.children = tuple(_copy_node(child, text, copy, labels) for child in node.children())
    for label in labels.get(kind, ()):
        found = node.field(label)
        if found is not None:
            span = (*node_span(found), found.kind())
            for child in copy.children:
                if (child.start, child.end, child.kind) == span:
                    copy.labels[label] = child
    return copy
