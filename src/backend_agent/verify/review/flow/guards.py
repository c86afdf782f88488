"""What a condition tells of the values that it asks about, where it held and where it did not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from backend_agent.values.rule import Flow
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.carried import UNKNOWN, Scope

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

OPPOSITE = {"not in": "in", "!=": "==", "!==": "===", "is not": "is"}
WORD = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


def refine(
    flows: tuple[Flow, ...],
    condition: Node,
    scope: Scope,
    *,
    held: bool,
    name: Callable[[Node], str],
) -> None:
    """Clean in the scope what the condition shows to be harmless; `held` = it was true."""
    for atom, is_true in _atoms(condition, held, name):
        text = atom.text()
        if OPPOSITE.get(sign := name(atom)):
            text = text.replace(sign, OPPOSITE[sign])
        words = {word for found in WORD.findall(text) for word in (found, found.split(".")[0])}
        asked = [each for each in words if each in scope]
        passed = " ".join(sorted(call for each in asked for call in scope[each].passed))
        clean = 0
        for number, flow in enumerate(flows):
            regex = flow.allows if is_true else flow.denies
            if regex and compile_expression(regex).search(f"{text} # {passed}"):
                clean |= 1 << number
        if clean:
            _clean(clean, asked, scope)
            # A member that was asked about is known from now on.
            scope.update({word: UNKNOWN for word in words if "." in word and word not in scope})


def _clean(flows: int, asked: list[str], scope: Scope) -> None:
    """The variables themselves and those that they were made of."""
    roots = {root for each in asked for root in scope[each].roots}
    for each in {*asked, *roots}:
        if each in scope:
            scope[each] = scope[each].without(flows)


def _atoms(node: Node, held: bool, name: Callable[[Node], str]) -> Iterator[tuple[Node, bool]]:
    """The conditions of which it is known whether they held."""
    kind = node.kind()
    if kind in kinds.WRAPPER:
        for part in kinds.parts_of(node)[:1]:
            yield from _atoms(part, held, name)
    elif kind in ("not_operator", "unary_expression") and node.text().startswith(("not", "!")):
        yield from _atoms(kinds.parts_of(node)[-1], not held, name)
    elif kind in kinds.BINARY and (sign := name(node)) in ("and", "&&", "or", "||"):
        if held == (sign in ("and", "&&")):
            for part in kinds.parts_of(node):
                yield from _atoms(part, held, name)
    else:
        yield node, held if name(node) not in OPPOSITE else not held
