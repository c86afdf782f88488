"""Runs statements in the order of the source: branches apart, loops twice, dead ways not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from backend_agent.values.rule import Flow
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.assign import Assigner
from backend_agent.verify.review.flow.carried import UNKNOWN, Carried, Scope, any_of, meet, mix
from backend_agent.verify.review.flow.containers import TAKES, take_from
from backend_agent.verify.review.flow.fold import truth
from backend_agent.verify.review.flow.functions import Found, Functions, head_of, names_in

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

# Steps that one outermost function may take; the rest of it is not followed.
BUDGET = 30_000


class Walker(Assigner):
    """`found` receives path and node of every sink that is reached, with the number of its flow."""

    def __init__(self, flows: tuple[Flow, ...], path: str, functions: Functions) -> None:
        self.flows = flows
        self.strict = sum(1 << number for number, flow in enumerate(flows) if flow.strict)
        self.functions = functions
        self.path = path
        self.depth = 0
        self.budget = BUDGET
        self.exhausted = False
        self.found: list[tuple[int, str, Node]] = []
        self.answers: list[list[Carried]] = []
        self.exits: list[list[Scope]] = []
        self.running: list[Node] = []
        self.heads: list[str] = []
        self.known: dict[tuple[object, ...], Carried] = {}

    # -- functions

    def follow(self, function: Node, scope: Scope) -> None:
        """An outermost function, from a fresh budget."""
        self.budget = BUDGET
        self.run_inside(function, scope)
        self.exhausted = self.exhausted or self.budget < 0

    def run_inside(self, function: Node, scope: Scope) -> Carried:
        """A function where it stands: it sees what is around it, its parameters are not known."""
        inner = dict(scope)
        head = head_of(function)
        listed = kinds.field_of(function, "parameters", "parameter")
        for each in self._parameters(listed):
            for name in names_in(each):
                inner.pop(name, None)
                bits = self._given_bits(each, head) | self.sources_in(name)
                if bits:
                    inner[name] = Carried(flows=bits, roots=frozenset((name,)))
        return self._run(function, inner, head)

    def _parameters(self, listed: Node | None) -> list[Node]:
        if listed is None:
            return []
        return kinds.parts_of(listed) if listed.children() else [listed]

    def _given_bits(self, parameter: Node, head: str) -> int:
        """The flows of which this parameter is a source by its declaration or its function's."""
        text = parameter.text()
        bits = self.strict
        for number, flow in enumerate(self.flows):
            marked = flow.marked and compile_expression(flow.marked).search(text)
            handler = flow.handlers and compile_expression(flow.handlers).search(head)
            if (marked or handler) and not compile_expression(flow.harmless).search(text):
                bits |= 1 << number
        return bits

    def run_function(self, found: Found, given: Scope, scope: Scope) -> Carried:
        """A function of the repository, called with these arguments; nothing else is known in it."""
        key = (
            found.path,
            found.node.range().start.index,
            tuple((n, v.all_flows, v.constants, v.text) for n, v in given.items()),
        )
        if key in self.known:
            return self.known[key]
        if any(found.node.range() == each.range() for each in self.running):
            return mix(given.values())
        path, self.path = self.path, found.path
        self.depth += 1
        near = {name: v for name, v in scope.items() if found.path == path and name not in given}
        outer = near if self.depth == 1 else {}
        value = self._run(found.node, {**outer, **given}, head_of(found.node))
        self.depth -= 1
        self.path = path
        self.known[key] = value
        return value

    def _run(self, function: Node, scope: Scope, head: str) -> Carried:
        body = function.field("body")
        if body is None or self.budget < 0:
            return UNKNOWN
        self.answers.append([])
        self.heads.append(head)
        self.running.append(function)
        exits, self.exits = self.exits, []
        if body.kind() in ("block", "statement_block", "constructor_body", "function_body"):
            self.block(body, scope)
        else:
            self.answers[-1].append(self.evaluate(body, scope))
        self.exits = exits
        self.running.pop()
        self.heads.pop()
        return any_of(self.answers.pop())

    # -- statements

    def block(self, node: Node, scope: Scope | None) -> Scope | None:
        """The statements of a block; None where no way leads to its end."""
        return self.run_all(kinds.parts_of(node), scope)

    def run_all(self, nodes: Iterable[Node], scope: Scope | None) -> Scope | None:
        for node in nodes:
            if scope is None or self.budget < 0:
                return scope
            scope = self.statement(node, scope)
        return scope

    def statement(self, node: Node, scope: Scope) -> Scope | None:
        kind = node.kind()
        if kind in kinds.IF:
            return self._if(node, scope)
        if kind in kinds.SWITCH:
            return self._switch(node, scope)
        if kind in kinds.LOOP:
            return self._loop(node, scope)
        if kind in kinds.TRY:
            return self._try(node, scope)
        if kind == "return_statement":
            self._return(node, scope)
            return None
        if kind in kinds.LEAVE:
            for part in kinds.parts_of(node):
                self.evaluate(part, scope)
            return None
        if kind in kinds.JUMP:
            if self.exits:
                self.exits[-1].append(scope)
            return None
        if kinds.FUNCTION.match(kind):
            self.run_inside(node, scope)
            return scope
        return self._plain(node, kind, scope)

    def _plain(self, node: Node, kind: str, scope: Scope) -> Scope | None:
        """Blocks run on in the same scope; expressions are evaluated, declarations assigned."""
        if kind in kinds.BODY:
            self.run_all(kinds.parts_of(node), dict(scope))
            return scope
        if kind in ("expression_statement", "defer_statement", "go_statement"):
            for part in kinds.parts_of(node):
                self._expression(part, scope)
            return scope
        if kind.endswith(("_statement", "block", "_clause", "body", "list", "_declaration", "_item",
                          "definition", "resource_specification", "module", "program")):  # fmt: skip
            if kind != "expression_list" and self.assign_node(node, scope) is None:
                return self.run_all(kinds.parts_of(node), scope)
            return scope
        self.evaluate(node, scope)
        return scope

    def _expression(self, node: Node, scope: Scope) -> None:
        """A statement that is an expression may take elements out of a container."""
        if node.kind() in kinds.CALL:
            receiver, name = self._receiver(node, kinds.callee_of(node))
            text = receiver.text() if receiver is not None else ""
            if name in TAKES and text in scope:
                arguments, _ = self._arguments(node, scope)
                taken = take_from(name, scope[text], arguments)
                if taken is not None:
                    scope[text] = taken
                    return
        self.evaluate(node, scope)

    def _return(self, node: Node, scope: Scope) -> None:
        parts = kinds.parts_of(node)
        values = [self.evaluate(part, scope) for part in parts]
        value = values[0] if len(values) == 1 else mix(values)
        if self.answers:
            self.answers[-1].append(value)
        if parts:
            given = tuple(value.parts.values()) if value.parts is not None else (value,)
            self.look_for_sinks(node, "return", None, given, {})

    def _if(self, node: Node, scope: Scope) -> Scope | None:
        first = node.field("initializer")
        if first is not None:
            self.statement(first, scope)
        asked = node.field("condition")
        known = truth(self.evaluate(asked, scope)) if asked is not None else None
        yes, no = self.part_ways(asked, scope) if asked is not None else (dict(scope), dict(scope))
        ways: list[Scope | None] = []
        then = node.field("consequence")
        if known is not False:
            ways.append(self.statement(then, yes) if then is not None else yes)
        if known is not True:
            ways.append(self._else(node, no))
        return meet(ways)

    def _else(self, node: Node, scope: Scope) -> Scope | None:
        """`elif` and `else` stand one after the other, or one inside of the other."""
        others = node.field_children("alternative")
        for number, other in enumerate(others):
            if other.kind() == "elif_clause":
                return self._chain(list(others)[number:], scope)
            return self.statement(other, scope)
        return scope

    def _chain(self, clauses: list[Node], scope: Scope) -> Scope | None:
        if not clauses:
            return scope
        clause = clauses[0]
        if clause.kind() != "elif_clause":
            return self.statement(clause, scope)
        asked, then = clause.field("condition"), clause.field("consequence")
        if asked is None or then is None:
            return scope
        known = truth(self.evaluate(asked, scope))
        yes, no = self.part_ways(asked, scope)
        ways = [self.statement(then, yes)] if known is not False else []
        if known is not True:
            ways.append(self._chain(clauses[1:], no))
        return meet(ways)

    def _switch(self, node: Node, scope: Scope) -> Scope | None:
        asked = kinds.field_of(node, "subject", "value", "condition")
        value = self.evaluate(asked, scope) if asked is not None else UNKNOWN
        cases = [each for each in _cases(node) if kinds.CASE.match(each.kind())]
        self.exits.append([])
        ways: list[Scope | None] = []
        falling: Scope | None = None
        decided = False
        for case in cases:
            labels, body = self._case(case, scope)
            chosen = _chosen(value, labels)
            if (decided or chosen is False) and falling is None:
                continue
            start = meet([falling, None if decided or chosen is False else dict(scope)])
            falling = self.run_all(body, start)
            if case.kind() in ("case_clause", "expression_case", "default_case", "switch_rule"):
                ways.append(falling)
                falling = None
            decided = decided or chosen is True or not labels
        ways.append(falling)
        if not decided:
            ways.append(scope)
        return meet([*ways, *self.exits.pop()])

    def _case(self, case: Node, scope: Scope) -> tuple[list[Carried], list[Node]]:
        """The constants of a case, none for the one that takes the rest, and its statements."""
        heads = [
            each for each in case.children() if each.kind() in ("case_pattern", "switch_label")
        ]
        value = case.field("value")
        body = [each for each in kinds.parts_of(case) if each not in heads]
        if value is not None:
            heads = [value]
            body = [each for each in body if each.range() != value.range()]
        labels = [
            self.evaluate(leaf, scope)
            for head in heads
            for leaf in _literals(head)
            if leaf.text() not in ("_", "default")
        ]
        if heads and not labels and heads[0].text() not in ("_", "default"):
            labels = [UNKNOWN]
        return labels, body

    def _loop(self, node: Node, scope: Scope) -> Scope | None:
        clause = next(
            (e for e in node.children() if e.kind() in ("range_clause", "for_clause")), node
        )
        first = kinds.field_of(clause, "initializer", "init")
        if first is not None:
            self.statement(first, scope)
        target = kinds.field_of(clause, "left", "name")
        source = kinds.field_of(clause, "right", "value")
        asked, body = node.field("condition"), node.field("body")
        before = dict(scope)
        self.exits.append([])
        current: Scope | None = dict(scope)
        for _ in range(2):
            if current is None or body is None:
                break
            if target is not None and source is not None:
                self.bind(target, self.element_of(self.evaluate(source, current)), current)
            if asked is not None and truth(self.evaluate(asked, current)) is False:
                break
            current = self.statement(body, current)
            current = meet([current, *self.exits[-1]])
        return meet([before, current, *self.exits.pop()])

    def _try(self, node: Node, scope: Scope) -> Scope | None:
        for each in node.children():
            if each.kind() == "resource_specification":
                self.run_all(kinds.parts_of(each), scope)
        body = node.field("body")
        before = dict(scope)
        after = self.statement(body, scope) if body is not None else scope
        thrown = meet([before, after]) or before
        ways = [after]
        for each in node.children():
            if each.kind() in kinds.HANDLER:
                inner = each.field("body")
                parts = [inner] if inner is not None else kinds.parts_of(each)
                ways.append(self._handler(each, parts, dict(thrown)))
        met = meet(ways)
        for each in node.children():
            if each.kind() in kinds.FINALLY:
                met = self.run_all(kinds.parts_of(each), met if met is not None else dict(thrown))
        return met

    def _handler(self, node: Node, parts: list[Node], scope: Scope) -> Scope | None:
        """What is caught is a source where a flow says so of its declaration."""
        head = node.text().split("\n", 1)[0].split("{")[0].rstrip(": ")
        bits = self.sources_in(head)
        for name in head.replace("(", " ").replace(")", " ").split()[-1:] if bits else ():
            scope[name] = Carried(flows=bits)
        return self.run_all([each for each in parts if each.kind() != "as_pattern"], scope)

    # -- what is told

    def judged(self, number: int) -> bool:
        """Whether the function around it is one that the flow speaks of."""
        within = self.flows[number].within
        return not within or any(
            compile_expression(within).search(head) for head in self.heads[-1:]
        )

    def reach(self, number: int, node: Node) -> None:
        self.found.append((number, self.path, node))


def _cases(node: Node) -> list[Node]:
    body = node.field("body")
    return kinds.parts_of(body if body is not None else node)


def _literals(node: Node) -> list[Node]:
    if node.kind() in kinds.STRING or not kinds.parts_of(node):
        return [node]
    return [leaf for part in kinds.parts_of(node) for leaf in _literals(part)]


def _chosen(value: Carried, labels: list[Carried]) -> bool | None:
    """Whether the case is taken; None where it may be."""
    if not labels:
        return None
    if value.constants is None or any(each.constants is None for each in labels):
        return None
    known = frozenset().union(*(each.constants or () for each in labels))
    if not value.constants & known:
        return False
    return True if value.constants <= known else None
