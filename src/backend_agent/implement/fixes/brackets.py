"""Adds an element at the end of a bracketed list, laid out as the list is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend_agent.syntax.edits import Edit, line_indent
from backend_agent.syntax.tree import node_span, parse_source, walk_around

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

OPEN, CLOSE = "([{", ")]}"
# What is spread into a list may already hold what is to be added.
SPREADS = ("**", "...", "*")


def add_elements(
    text: str, language: str, start: int, end: int, elements: tuple[str, ...]
) -> Edit | None:
    """The edit that adds elements to the last brackets of the node at `[start, end)`; None where it has
    none, or where something is spread into them."""
    node = _find_list(parse_source(text, language), start, end)
    if node is None:
        return None
    children = node.children()
    items = [each for each in children[1:-1] if each.is_named() and each.kind() != "comment"]
    if any(each.text().startswith(SPREADS) for each in items):
        return None
    close = node_span(children[-1])[0]
    element = ", ".join(elements)
    if not items:
        return Edit(start=node_span(children[0])[1], end=close, text=element)
    last = node_span(items[-1])[1]
    commas = [node_span(each)[0] for each in children if each.text() == ","]
    comma = max((at for at in commas if at >= last), default=-1)
    spread = "\n" in text[last:close]
    if not spread:
        at = comma + 1 if comma >= 0 else last
        return Edit(start=at, end=at, text=f" {element}" if comma >= 0 else f", {element}")
    indent = line_indent(text, node_span(items[-1])[0])
    at = comma + 1 if comma >= 0 else last
    begin, finish = ("", ",") if comma >= 0 else (",", "")
    element = f",\n{indent}".join(elements)
    return Edit(start=at, end=at, text=f"{begin}\n{indent}{element}{finish}")


def _find_list(root: Node, start: int, end: int) -> Node | None:
    """The innermost node that ends where the span ends and is a list in brackets."""
    node = _node_at(root, start, end)
    while node is not None:
        children = node.children()
        if not children:
            return None
        if children[-1].text() in tuple(CLOSE) and children[0].text() in tuple(OPEN):
            return node
        node = children[-1] if node_span(children[-1])[1] == end else None
    return None


def _node_at(root: Node, start: int, end: int) -> Node | None:
    """The outermost node of exactly this span."""
    around = walk_around(root, start, end)
    return next((each for each in around if node_span(each) == (start, end)), None)
