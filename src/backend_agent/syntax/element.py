"""A light copy of a syntax tree with parents and text, made as far as it is asked about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import find_kind, node_span, parse_source

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

_NONE: Mapping[str, Element] = {}
_start_of = attrgetter("start")


class Element:
    """One node. `start` and `end` are character offsets into `source`; `labels` are the children
    that the grammar gives a name (`name`, `value`, …), for the kinds that were asked for. What is
    below it is read when it is first asked for: most of most files never is."""

    __slots__ = (
        "_children", "_is_read", "_labels", "_node", "_wanted", "end", "kind", "named", "parent",
        "source", "start",
    )  # fmt: skip

    def __init__(
        self, node: Node, source: str, parent: Element | None, wanted: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.kind = node.kind()
        self.start, self.end = node_span(node)
        self.named = node.is_named()
        self.source = source
        self.parent = parent
        self._node = node
        self._is_read = False
        self._wanted = wanted
        self._children: tuple[Element, ...] = ()
        self._labels: Mapping[str, Element] = _NONE

    @property
    def children(self) -> tuple[Element, ...]:
        if not self._is_read:
            self._read()
        return self._children

    @property
    def labels(self) -> Mapping[str, Element]:
        if not self._is_read:
            self._read()
        return self._labels

    def _read(self) -> None:
        self._is_read, node = True, self._node
        self._children = tuple(
            Element(child, self.source, self, self._wanted) for child in node.children()
        )
        named: dict[str, Element] = {}
        for label in self._wanted.get(self.kind, ()):
            found = node.field(label)
            if found is not None:
                span = (*node_span(found), found.kind())
                for child in self._children:
                    if (child.start, child.end, child.kind) == span:
                        named[label] = child
        if named:
            self._labels = named

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

    def find_leaf(self, start: int, end: int) -> Element | None:
        """The leaf that stands exactly there; only what leads to it is read."""
        element = self
        while element.children:
            children = element.children
            at = bisect_right(children, start, key=_start_of) - 1
            if at < 0 or children[at].end < end:
                return None
            element = children[at]
        return element if (element.start, element.end) == (start, end) else None

    def find_kinds(self, kinds: Collection[str]) -> tuple[Element, ...]:
        """The elements of these kinds below it, in source order; only what leads to them is read."""
        spans = {
            (*node_span(found), kind) for kind in kinds for found in find_kind(self._node, kind)
        }
        found = (
            self._find_span(*span) for span in sorted(spans, key=lambda span: (span[0], -span[1]))
        )
        return tuple(each for each in found if each is not None)

    def _find_span(self, start: int, end: int, kind: str) -> Element | None:
        element = self
        while (element.start, element.end, element.kind) != (start, end, kind):
            at = bisect_right(element.children, start, key=_start_of) - 1
            if at < 0:
                return None
            element = element.children[at]
        return element

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
    return Element(parse_source(text, grammar), text, None, labels)
