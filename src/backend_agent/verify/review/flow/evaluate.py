"""Evaluates expressions: which flows a value carries, and which constants it may be."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.calls import Calls
from backend_agent.verify.review.flow.carried import (
    UNKNOWN,
    Carried,
    Key,
    Scope,
    any_of,
    constant,
    either,
    mix,
)
from backend_agent.verify.review.flow.fold import (
    fold_index,
    fold_operator,
    join_texts,
    read_number,
    truth,
)
from backend_agent.verify.review.flow.guards import refine

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

OPENING = re.compile(r"^[A-Za-z]{0,2}(\"\"\"|'''|[\"'`])")
ESCAPES = {"\\n": "\n", "\\t": "\t", "\\'": "'", '\\"': '"', "\\\\": "\\"}


class Evaluator(Calls):
    """Expressions; statements are left to the class that builds on this one."""

    def evaluate(self, node: Node, scope: Scope) -> Carried:
        """The value of an expression; what it does on the way is done to the scope."""
        self.budget -= 1
        if self.budget < 0:
            return UNKNOWN
        kind = node.kind()
        if kind in kinds.NAME:
            return self._name(node, scope)
        if kind in kinds.STRING:
            return self.mark_text(self._string(node, scope), node.text())
        if kind in kinds.CALL:
            return self.call(node, scope)
        if kind in kinds.MEMBER:
            return self._member(node, scope)
        if kind in kinds.INDEX:
            return self._index(node, scope)
        if kind in kinds.BINARY:
            return self.mark_text(self._binary(node, scope), node.text())
        if kinds.NUMBER.match(kind):
            return read_number(node.text())
        return self._other(node, kind, scope)

    def _other(self, node: Node, kind: str, scope: Scope) -> Carried:
        if kind in kinds.LIST:
            return self._list(node, scope)
        if kind in kinds.RECORD:
            return self._record(node, scope)
        if kind in kinds.TERNARY:
            return self._ternary(node, scope)
        if kind in ("true", "True"):
            return constant(True)
        if kind in ("false", "False"):
            return constant(False)
        if kind in kinds.NOTHING:
            return constant(None)
        if kind == "comparison_operator":
            return self._comparison(node, scope)
        if kind in ("not_operator", "unary_expression", "unary_operator"):
            return self._unary(node, scope)
        if kind in kinds.WRAPPER or kind in ("cast_expression", "named_expression"):
            return self._wrapped(node, kind, scope)
        if kind in ("slice_expression", "composite_literal", "literal_value"):
            return self._composite(node, scope)
        if kinds.FUNCTION.match(kind):
            self.run_inside(node, scope)
            return UNKNOWN
        return self._statement_like(node, kind, scope)

    def _statement_like(self, node: Node, kind: str, scope: Scope) -> Carried:
        """Assignments are expressions too; of anything else the parts are evaluated."""
        assigned = self.assign_node(node, scope)
        if assigned is not None:
            return assigned
        if "comprehension" in kind or kind == "generator_expression":
            return self._comprehension(node, scope)
        return mix([self.evaluate(each, scope) for each in kinds.parts_of(node)])

    # -- names and members

    def _name(self, node: Node, scope: Scope) -> Carried:
        name = node.text()
        if name in scope:
            value = scope[name]
            return replace(value, roots=value.roots | {name}) if value.all_flows else value
        return Carried(flows=self.strict | self.sources_in(name), roots=frozenset((name,)))

    def _member(self, node: Node, scope: Scope) -> Carried:
        text = re.sub(r"\s+", "", node.text())
        if text in scope:
            return replace(scope[text], roots=scope[text].roots | {text})
        of = kinds.field_of(node, "object", "operand", "value", "argument")
        named = kinds.field_of(node, "attribute", "property", "field", "name")
        base = self.evaluate(of, scope) if of is not None else UNKNOWN
        own = self.sources_in(text)
        if own:
            return Carried(flows=base.all_flows | own, roots=base.roots)
        if base.parts is not None and named is not None and named.text() in base.parts:
            return base.parts[named.text()]
        if base.parts is not None and named is not None and named.text() == "length":
            return constant(len(base.parts))
        return replace(mix((base,)), text=False)

    def _index(self, node: Node, scope: Scope) -> Carried:
        of = kinds.field_of(node, "value", "object", "operand", "array")
        at = kinds.field_of(node, "subscript", "index")
        if of is None or at is None:
            return UNKNOWN
        base = self.evaluate(of, scope)
        own = self.sources_in(re.sub(r"\s+", "", of.text()) + "[")
        if at.kind() == "slice":
            return self._slice(at, base, scope)
        key = self.evaluate(at, scope)
        if base.parts is not None and key.constants is not None:
            return any_of([base.parts.get(self.key_of(each), UNKNOWN) for each in key.constants])
        folded = fold_index(base, key)
        if folded.constants is not None:
            return folded
        return replace(mix((base,)), flows=base.all_flows | own)

    def _slice(self, at: Node, base: Carried, scope: Scope) -> Carried:
        bounds = [self.evaluate(each, scope) for each in kinds.parts_of(at)]
        if base.constants is not None and all(each.constants is not None for each in bounds):
            return replace(base, constants=None)
        return mix((base,))

    # -- literals and operators

    def _string(self, node: Node, scope: Scope) -> Carried:
        kind = node.kind()
        if kind == "concatenated_string":
            values = [self.evaluate(each, scope) for each in kinds.parts_of(node)]
            return replace(mix(values), text=True, constants=join_texts(values).constants)
        holes = [each for each in node.children() if each.kind() in kinds.HOLE]
        if not holes:
            return constant(_content(node.text()))
        values = [self.evaluate(part, scope) for h in holes for part in kinds.parts_of(h)[:1]]
        if len(values) == len(holes) and all(each.constants is not None for each in values):
            return join_texts(self._pieces(node, holes, values))
        before = holes[0].range().start.index - node.range().start.index
        head = OPENING.sub("", node.text()[:before])
        return replace(mix(values), text=True, head=head)

    def _pieces(self, node: Node, holes: list[Node], values: list[Carried]) -> list[Carried]:
        """What stands between the holes and in them, in order."""
        start, at, text = node.range().start.index, 0, node.text()
        pieces: list[Carried] = []
        for hole, value in zip(holes, values, strict=True):
            before = text[at : hole.range().start.index - start]
            pieces += [constant(OPENING.sub("", before) if not at else before), value]
            at = hole.range().end.index - start
        return [*pieces, constant(text[at:].rstrip("\"'`"))]

    def _binary(self, node: Node, scope: Scope) -> Carried:
        first, second = kinds.field_of(node, "left"), kinds.field_of(node, "right")
        if first is None or second is None:
            return mix([self.evaluate(each, scope) for each in kinds.parts_of(node)])
        sign = node.field("operator")
        name = sign.text() if sign is not None else ""
        left = self.evaluate(first, scope)
        if name in ("and", "&&", "or", "||", "??"):
            held = name in ("and", "&&")
            inner = dict(scope)
            refine(self.flows, first, inner, held=held, name=self.sign_of)
            right = self.evaluate(second, inner)
            known = truth(left)
            if known is not None and known != held:
                return left
            return right if known is not None else either(left, right)
        right = self.evaluate(second, scope)
        folded = fold_operator(name, left, right)
        if folded.constants is not None:
            return folded
        if kinds.COMPARISON.match(name):
            return UNKNOWN
        mixed = mix((left, right))
        return replace(mixed, text=mixed.text and name in ("+", "%"), head=left.head)

    def _comparison(self, node: Node, scope: Scope) -> Carried:
        operands = kinds.parts_of(node)
        values = [self.evaluate(each, scope) for each in operands]
        return fold_operator(self.sign_of(node), *values) if len(values) == 2 else UNKNOWN

    def sign_of(self, node: Node) -> str:
        """The operator of a comparison, in whichever way the grammar keeps it."""
        sign = node.field("operator") or node.field("operators")
        if sign is not None:
            return sign.text()
        signs = [each.text() for each in node.children() if kinds.COMPARISON.match(each.kind())]
        return signs[0] if signs else ""

    def _unary(self, node: Node, scope: Scope) -> Carried:
        parts = kinds.parts_of(node)
        value = self.evaluate(parts[-1], scope) if parts else UNKNOWN
        if not node.text().startswith(("not", "!")):
            if node.text().startswith("-"):
                return fold_operator("-", constant(0), value)
            return value
        known = truth(value)
        return constant(not known) if known is not None else UNKNOWN

    def _ternary(self, node: Node, scope: Scope) -> Carried:
        asked = node.field("condition")
        if asked is not None:
            then, other = node.field("consequence"), node.field("alternative")
        else:
            then, asked, other = (*kinds.parts_of(node), None, None, None)[:3]
        if asked is None or then is None or other is None:
            return UNKNOWN
        known = truth(self.evaluate(asked, scope))
        if known is not None:
            return self.evaluate(then if known else other, scope)
        yes, no = self.part_ways(asked, scope)
        return either(self.evaluate(then, yes), self.evaluate(other, no))

    def part_ways(self, asked: Node, scope: Scope) -> tuple[Scope, Scope]:
        """What is known where the condition held, and where it did not."""
        yes, no = dict(scope), dict(scope)
        refine(self.flows, asked, yes, held=True, name=self.sign_of)
        refine(self.flows, asked, no, held=False, name=self.sign_of)
        return yes, no

    def _list(self, node: Node, scope: Scope) -> Carried:
        values = [self.evaluate(each, scope) for each in kinds.parts_of(node)]
        if len(values) == 1 and node.kind() == "expression_list":
            return values[0]
        return Carried(parts=dict(enumerate(values)))

    def _record(self, node: Node, scope: Scope) -> Carried:
        parts: dict[Key, Carried] = {}
        flows = 0
        for each in kinds.parts_of(node):
            key, value = each.field("key"), each.field("value")
            if key is not None and value is not None:
                parts[_content(key.text())] = self.evaluate(value, scope)
            elif each.kind() == "shorthand_property_identifier":
                parts[each.text()] = self._name(each, scope)
            else:
                flows |= self.evaluate(each, scope).all_flows
        return Carried(parts=parts, flows=flows)

    def _wrapped(self, node: Node, kind: str, scope: Scope) -> Carried:
        if kind == "named_expression":
            self.assign_node(node, scope)
        inner = node.field("value") or node.field("operand")
        parts = kinds.parts_of(node)
        if inner is None and parts:
            inner = parts[-1] if kind == "type_conversion_expression" else parts[0]
        return self.evaluate(inner, scope) if inner is not None else UNKNOWN

    def _composite(self, node: Node, scope: Scope) -> Carried:
        body = node.field("body") or node.field("operand") or node
        flows: list[Carried] = []
        parts: dict[Key, Carried] = {}
        for number, each in enumerate(kinds.parts_of(body)):
            if each.kind() in kinds.PAIR:
                halves = kinds.parts_of(each)
                value = self.evaluate(halves[-1], scope)
                parts[_content(halves[0].text())] = value
            else:
                value = self.evaluate(each, scope)
                parts[number] = value
            flows.append(value)
        if node.kind() == "slice_expression":
            return mix(flows)
        return Carried(parts=parts)

    def _comprehension(self, node: Node, scope: Scope) -> Carried:
        inner = dict(scope)
        for each in kinds.parts_of(node):
            if each.kind() == "for_in_clause":
                target, source = each.field("left"), each.field("right")
                if target is not None and source is not None:
                    self.bind(target, self.element_of(self.evaluate(source, inner)), inner)
        body = node.field("body")
        value = self.evaluate(body, inner) if body is not None else UNKNOWN
        return replace(mix((value,)), constants=None)


def _content(text: str) -> str:
    """What stands between the quotes."""
    found = re.fullmatch(r"(?is)[a-z]{0,2}('''|\"\"\"|['\"`])(.*)\1", text)
    inner = found[2] if found else text
    return re.sub(r"\\.", lambda each: ESCAPES.get(each[0], each[0]), inner)
