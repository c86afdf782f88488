"""Follows what comes from outside through one function, from where it is read to where it may harm.

By the fields that tree grammars share (left and right, name and value, arguments), in the order of
the source: a variable carries what was last given to it. Branches are taken as if each ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import walk_nodes
from backend_agent.values.rule import Flow

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

FUNCTION = re.compile(r"function_d|function_e|method_de|constructor_de|arrow_function|func_literal")
# Parts of an assignment in one grammar or another.
SIDES = (("left", "right"), ("name", "value"))
LONGEST = 2000
WORD = re.compile(r"[A-Za-z_$][\w$]*")
LITERAL = re.compile(r"""\A\s*[rbuf]?(["'])[^"'{$]*\1\s*\Z""")


def find_flows(flow: Flow, root: Node) -> Iterator[Node]:
    """The calls at which the flow ends, each once, in the order of the source."""
    if not compiled(flow.sources).search(root.text()):
        return
    seen: set[int] = set()
    for node in walk_nodes(root):
        if FUNCTION.search(node.kind()) or node.parent() is None:
            for found in _follow(flow, node):
                start = found.range().start.index
                if start not in seen:
                    seen.add(start)
                    yield found


def _follow(flow: Flow, function: Node) -> Iterator[Node]:
    carried: set[str] = set()
    for node in _inside(function):
        sides = _sides(node)
        if sides is not None:
            _assign(flow, carried, *sides)
        arguments = node.field("arguments")
        if arguments is not None:
            length = arguments.range().start.index - node.range().start.index
            called = f"{node.text()[:length]}("
            if compiled(flow.sinks).search(called) and _reaches(flow, carried, arguments):
                yield node


def _inside(function: Node) -> Iterator[Node]:
    """The nodes of a function with the closures in it; of a file those outside of its functions."""
    whole = function.parent() is None
    waiting = [function]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(
            child
            for child in reversed(node.children())
            if not (whole and FUNCTION.search(child.kind()))
        )


def _sides(node: Node) -> tuple[Node, Node] | None:
    for left, right in SIDES:
        target, value = node.field(left), node.field(right)
        if target is not None and value is not None and "keyword" not in node.kind():
            return target, value
    return None


def _assign(flow: Flow, carried: set[str], target: Node, value: Node) -> None:
    names = WORD.findall(target.text())
    if _carries(flow, carried, value):
        carried.update(names)
    elif target.is_leaf():
        carried.difference_update(names)


def _reaches(flow: Flow, carried: set[str], arguments: Node) -> bool:
    given = [each for each in arguments.children() if each.is_named()]
    if flow.argument >= 0:
        given = given[flow.argument : flow.argument + 1]
    return any(_carries(flow, carried, each) for each in given)


def _carries(flow: Flow, carried: set[str], node: Node) -> bool:
    """Whether the expression holds what comes from outside, and does not clean it."""
    text = node.text()
    # An expression this long is a function or a table, which carries nothing itself.
    if len(text) > LONGEST:
        return False
    if LITERAL.match(text) or (flow.cleans and compiled(flow.cleans).search(text)):
        return False
    if compiled(flow.sources).search(text):
        return True
    return bool(carried) and any(
        each.is_leaf() and each.kind().endswith("identifier") and each.text() in carried
        for each in walk_nodes(node)
    )


@cache
def compiled(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.MULTILINE)
