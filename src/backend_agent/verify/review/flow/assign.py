"""Gives values to names: one, several at once, members, and elements of containers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.carried import UNKNOWN, Carried, Scope, any_of, mix
from backend_agent.verify.review.flow.evaluate import Evaluator
from backend_agent.verify.review.flow.fold import fold_operator

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

# Parts of an assignment in one grammar or another.
SIDES = (("left", "right"), ("name", "value"), ("alias", "value"))


class Assigner(Evaluator):
    """Assignments, as statements and as expressions."""

    def assign_node(self, node: Node, scope: Scope) -> Carried | None:
        """The value where the node gives one to a name, which is done then."""
        kind = node.kind()
        if kind in kinds.BINARY or kind in kinds.PAIR or "keyword" in kind or "case" in kind:
            return None
        if kind in ("as_pattern", "with_item"):
            return self._assign_as(node, scope)
        for left, right in SIDES:
            target, value = node.field(left), node.field(right)
            if target is not None and value is not None:
                sign = node.field("operator")
                given = self.evaluate(value, scope)
                if sign is not None and sign.text() not in ("=", ":="):
                    old = self.evaluate(target, scope)
                    folded = fold_operator(sign.text().rstrip("="), old, given)
                    mixed = mix((old, given))
                    given = folded if folded.constants is not None else mixed
                self.bind(target, given, scope)
                return given
        return None

    def _assign_as(self, node: Node, scope: Scope) -> Carried | None:
        parts = kinds.parts_of(node)
        if node.kind() == "with_item":
            return self.assign_node(parts[0], scope) if parts else None
        if len(parts) != 2:
            return None
        value = self.evaluate(parts[0], scope)
        self.bind(parts[1], value, scope)
        return value

    def bind(self, target: Node, value: Carried, scope: Scope) -> None:
        """Give the value to a name, to several, or to an element of a container."""
        kind = target.kind()
        if kind in kinds.INDEX:
            self._store(target, value, scope)
        elif kind in kinds.MEMBER:
            scope["".join(target.text().split())] = value
        elif target.is_leaf():
            scope[target.text()] = value
        else:
            self._take_apart(target, value, scope)

    def _take_apart(self, target: Node, value: Carried, scope: Scope) -> None:
        parts = kinds.parts_of(target)
        if len(parts) == 1 and "pattern" not in target.kind():
            return self.bind(parts[0], value, scope)
        for number, part in enumerate(parts):
            inner = part.field("value") or part.field("left") or part
            key = part.field("key")
            given = replace(mix((value,)), text=False)
            if value.parts is not None:
                named = key.text() if key is not None else part.text()
                given = value.parts.get(named if "object" in target.kind() else number, given)
            self.bind(inner, given, scope)
        return None

    def _store(self, target: Node, value: Carried, scope: Scope) -> None:
        of = kinds.field_of(target, "value", "object", "operand", "array")
        at = kinds.field_of(target, "subscript", "index")
        if of is None or at is None:
            return
        key = self.evaluate(at, scope)
        text = "".join(of.text().split())
        self.look_for_sinks(target, f"{text}[]=", None, (key, value), {})
        base = scope.get(text, UNKNOWN)
        if key.constants is not None and len(key.constants) == 1 and not base.flows:
            (name,) = key.constants
            scope[text] = replace(
                base, constants=None, parts={**(base.parts or {}), self.key_of(name): value}
            )
        elif of.is_leaf():
            scope[text] = replace(mix((base, value)), text=False)

    def element_of(self, value: Carried) -> Carried:
        """Any element of what is looped over."""
        if value.parts is None:
            return replace(mix((value,)), constants=None)
        return any_of(list(value.parts.values()))
