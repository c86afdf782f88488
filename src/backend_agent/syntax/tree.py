"""Concrete syntax trees of every bundled language: to locate nodes, never to print them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
    yield node
    for child in node.children():
        yield from walk_nodes(child)


def find_faults(node: Node) -> tuple[Fault, ...]:
    """ERROR nodes, MISSING ones (the grammar marks a forgotten token only by zero width), and
    statements that end in a comma, which grammars accept where compilers do not (`import os,`)."""
    faults = []
    for found in walk_nodes(node):
        start, end = found.range().start, found.range().end
        missing = found.is_leaf() and start.index == end.index and found.parent() is not None
        if found.kind() == "ERROR" or missing or _is_unfinished(found):
            faults.append(Fault(line=start.line + 1, text=found.text()[:80]))
    return tuple(faults)


def _is_unfinished(node: Node) -> bool:
    if not node.kind().endswith("_statement"):
        return False
    children = node.children()
    return bool(children) and children[-1].kind() == ","


def node_span(node: Node) -> tuple[int, int]:
    """Start and end as character offsets into the source."""
    found = node.range()
    return found.start.index, found.end.index


def node_line(node: Node) -> int:
    """The line of the node's start, from 1."""
    return node.range().start.line + 1
