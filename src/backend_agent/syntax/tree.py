"""Concrete syntax trees of every bundled language: to locate nodes, never to print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from backend_agent.values.errors import DataError

if TYPE_CHECKING:
    from ast_grep_py import SgNode

    Node = SgNode
else:
    Node = object

# ast-grep aborts with a BaseException for a language it does not bundle, so the door is a whitelist.
LANGUAGES = frozenset(
    "typescript tsx javascript python go rust java kotlin csharp php ruby elixir scala swift lua "
    "yaml json html css bash c cpp haskell nix hcl solidity".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place the grammar could not read; `line` counts from 1."""

    line: int
    text: str


def parse_source(text: str, language: str) -> Node:
    """The root node of `text`. Offsets of nodes are indexes into `text` (characters, not bytes)."""
    if language not in LANGUAGES:
        raise DataError(
            f"no grammar for {language!r}", hint="use one of: " + " ".join(sorted(LANGUAGES))
        )
    from ast_grep_py import SgRoot

    return SgRoot(text, language).root()


def walk_nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, in source order."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(found.children()))


def walk_around(root: Node, start: int, end: int) -> Iterator[Node]:
    """The nodes that hold the span (offsets, the end excluded), from the root inwards."""
    node: Node | None = root
    while node is not None:
        yield node
        node = next(
            (
                each
                for each in node.children()
                if node_span(each)[0] <= start and end <= node_span(each)[1]
            ),
            None,
        )


def find_kind(node: Node, kind: str) -> tuple[Node, ...]:
    """The nodes of the kind below `node`, in source order; () also where its grammar has no such kind."""
    try:
        return tuple(node.find_all(kind=kind))
    except RuntimeError:
        return ()


def find_faults(node: Node) -> tuple[Fault, ...]:
    """ERROR nodes, MISSING ones (the grammar marks a forgotten token only by zero width), and commas
    that grammars accept where compilers do not: at the end of a statement (`import os,`), twice in a
    list that knows no empty places (`{ a: x, , }`)."""
    return tuple(
        Fault(line=node_line(found), text=found.text()[:80])
        for found in walk_nodes(node)
        if found.kind() == "ERROR" or _is_missing(found) or _is_unfinished(found) or _has_gap(found)
    )


def _is_missing(node: Node) -> bool:
    if not node.is_leaf():
        return False
    start, end = node_span(node)
    return start == end and node.parent() is not None and not _is_tag(node)


def _is_unfinished(node: Node) -> bool:
    if not node.kind().endswith("_statement"):
        return False
    children = node.children()
    return bool(children) and children[-1].kind() == ","


def _is_tag(leaf: Node) -> bool:
    """Whether the grammar made up the mark to read the tag of a template that is given types:
    sql<string[]>`…` is read as sql<string[]>!`…`."""
    parent = leaf.parent()
    tag = parent.child(0) if parent is not None else None
    return tag is not None and tag.kind() == "instantiation_expression"


# Lists in which nothing between two commas is a mistake; arrays may have holes.
_WITHOUT_GAPS = frozenset(
    {"object", "object_pattern", "arguments", "formal_parameters", "named_imports", "export_clause"}
)


def _has_gap(node: Node) -> bool:
    if node.kind() not in _WITHOUT_GAPS:
        return False
    kinds = [child.kind() for child in node.children() if child.kind() != "comment"]
    # The opening bracket counts as a comma: nothing may be left out behind it either.
    marks = [",", *kinds[1:]]
    return any(one == other == "," for one, other in pairwise(marks))


def node_span(node: Node) -> tuple[int, int]:
    """Start and end as character offsets into the source."""
    found = node.range()
    return found.start.index, found.end.index


def node_line(node: Node) -> int:
    """The line of the node's start, from 1."""
    return node.range().start.line + 1
