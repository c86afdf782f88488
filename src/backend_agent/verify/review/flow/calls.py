"""Evaluates calls: sinks, what cleans, containers, and the repository's own functions."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from backend_agent.values.rule import Flow
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.flow import kinds
from backend_agent.verify.review.flow.carried import (
    UNKNOWN,
    Carried,
    Constant,
    Key,
    Scope,
    any_of,
    mix,
)
from backend_agent.verify.review.flow.containers import change_container, read_container
from backend_agent.verify.review.flow.fold import fold_method
from backend_agent.verify.review.flow.functions import Found, Functions, parameters_of

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

# Calls whose answer says little of what went in.
MEASURES = frozenset(
    "len int float bool isinstance isNaN parseInt parseFloat Number Boolean Atoi ParseInt ParseFloat"
    " ParseBool hash id ord type typeof indexOf find index count size length compareTo hashCode"
    " equals equalsIgnoreCase contains includes startswith startsWith endswith endsWith hasNext"
    " hasMoreElements exists isEmpty valueOf. HasPrefix HasSuffix Contains EqualFold".split()
)
# Methods that put their arguments into what they are called on.
FILLS = frozenset(
    "append add push write put set insert extend update concat offer unshift WriteString addAll"
    " setAttribute appendleft writelines printf Write".split()
)
FORMATS = frozenset(("format", "join", "Sprintf", "sprintf", "concat", "formatted", "Sprint"))
DEEPEST = 2
# A text that is longer is a table or a page.
LONGEST = 4000
QUOTE = re.compile(r"[\"'`]")


class Calls(ABC):
    """`flows` are followed at once, each by its own bit; `strict` has the bits of those for which
    every value counts that is not seen to be constant."""

    flows: tuple[Flow, ...]
    strict: int
    budget: int
    functions: Functions
    path: str
    depth: int

    @abstractmethod
    def evaluate(self, node: Node, scope: Scope) -> Carried: ...

    @abstractmethod
    def run_function(self, found: Found, given: Scope, scope: Scope) -> Carried: ...

    @abstractmethod
    def reach(self, number: int, node: Node) -> None: ...

    @abstractmethod
    def run_inside(self, function: Node, scope: Scope) -> Carried: ...

    @abstractmethod
    def assign_node(self, node: Node, scope: Scope) -> Carried | None: ...

    @abstractmethod
    def bind(self, target: Node, value: Carried, scope: Scope) -> None: ...

    @abstractmethod
    def element_of(self, value: Carried) -> Carried: ...

    @abstractmethod
    def judged(self, number: int) -> bool: ...

    def sources_in(self, text: str) -> int:
        """The bits of the flows that have a source in this text."""
        found = 0
        for number, flow in enumerate(self.flows):
            if flow.sources and compile_expression(flow.sources).search(text):
                found |= 1 << number
        return found

    def mark_text(self, value: Carried, text: str) -> Carried:
        """Texts that are a source by what they say, such as a query that is put together."""
        if len(text) > LONGEST:
            return value
        own = 0
        for number, flow in enumerate(self.flows):
            found = compile_expression(flow.sources).search(text) if flow.sources else None
            if found and QUOTE.search(found[0]):
                own |= 1 << number
        return replace(value, flows=value.flows | own) if own else value

    def call(self, node: Node, scope: Scope) -> Carried:
        callee = kinds.callee_of(node)
        receiver_node, name = self._receiver(node, callee)
        receiver = self.evaluate(receiver_node, scope) if receiver_node is not None else None
        arguments, keywords = self._arguments(node, scope)
        self.look_for_sinks(node, callee, receiver, arguments, keywords)
        values = (*((receiver,) if receiver is not None else ()), *arguments)
        mixed = mix((*values, *keywords.values()))
        value = self._answer(callee, name, receiver, arguments, keywords, scope)
        if value is None:
            kept = receiver is not None and receiver.text
            value = replace(mixed, text=kept or (name in FORMATS and bool(values)), constants=None)
            if self.strict and not mixed.flows & self.strict:
                # Nobody can tell what a call answers.
                value = replace(value, flows=value.flows | (0 if values else self.strict))
        value = replace(value, flows=value.flows | self.sources_in(f"{callee}("))
        if name in FORMATS:
            value = self.mark_text(value, node.text())
        if receiver_node is not None and name in FILLS and arguments:
            self._fill(receiver_node, name, arguments, scope)
        return self._cleaned(self._written(node, callee, arguments), name, value)

    def _receiver(self, node: Node, callee: str) -> tuple[Node | None, str]:
        of = node.field("object") if node.kind() == "method_invocation" else None
        called = kinds.field_of(node, "function", "constructor", "type")
        if of is None and called is not None and called.kind() in kinds.MEMBER:
            of = kinds.field_of(called, "object", "operand", "value")
        return of, callee.rsplit(".", 1)[-1]

    def _arguments(
        self, node: Node, scope: Scope
    ) -> tuple[tuple[Carried, ...], dict[str, Carried]]:
        listed = node.field("arguments")
        given: list[Carried] = []
        named: dict[str, Carried] = {}
        if listed is None:
            return (), {}
        if listed.kind() in kinds.STRING or "comprehension" in listed.kind():
            return (self.evaluate(listed, scope),), {}
        for each in listed.children() if listed.kind() != "generator_expression" else (listed,):
            if not each.is_named() or each.kind() in kinds.COMMENT:
                continue
            name, value = each.field("name"), each.field("value")
            if each.kind() == "keyword_argument" and name is not None and value is not None:
                named[name.text()] = self.evaluate(value, scope)
            else:
                given.append(self.evaluate(each, scope))
        return tuple(given), named

    def _answer(
        self,
        callee: str,
        name: str,
        receiver: Carried | None,
        arguments: tuple[Carried, ...],
        keywords: dict[str, Carried],
        scope: Scope,
    ) -> Carried | None:
        """What is known of the answer, None where nothing is."""
        if receiver is not None:
            folded = fold_method(name, (receiver, *arguments))
            if folded.constants is not None:
                return folded
            read = read_container(name, receiver, arguments)
            if read is not None:
                return read
        if name in MEASURES or callee in MEASURES:
            return UNKNOWN
        if name == "str" and len(arguments) == 1:
            return arguments[0]
        if any(
            compile_expression(flow.cleans).search(f"{callee}(")
            for flow in self.flows
            if flow.cleans
        ):
            return None
        found = self.functions.find(name, self.path) if self.depth < DEEPEST else ()
        answers = [
            self.run_function(each, self._given(each, arguments, keywords), scope) for each in found
        ]
        if not answers:
            return None
        value = any_of(answers)
        if receiver is not None:
            value = replace(value, flows=value.flows | receiver.all_flows & ~self.strict)
        return value

    def _given(
        self, found: Found, arguments: tuple[Carried, ...], keywords: dict[str, Carried]
    ) -> Scope:
        names = parameters_of(found.node)
        if names and names[0] in ("self", "cls"):
            names = names[1:]
        given = {name: UNKNOWN for name in names if name}
        given.update({name: value for name, value in zip(names, arguments, strict=False) if name})
        given.update({name: value for name, value in keywords.items() if name in given})
        return given

    def look_for_sinks(
        self,
        node: Node,
        callee: str,
        receiver: Carried | None,
        arguments: tuple[Carried, ...],
        keywords: dict[str, Carried],
    ) -> None:
        """Tell every flow of which this call is a sink that is reached."""
        for number, flow in enumerate(self.flows):
            if not compile_expression(flow.sinks).search(f"{callee}("):
                continue
            if flow.argument == -2:
                looked = [receiver] if receiver is not None else []
            elif flow.argument >= 0:
                looked = list(arguments[flow.argument : flow.argument + 1])
            else:
                looked = [*arguments, *keywords.values()]
            if any(self._harms(flow, 1 << number, each) for each in looked):
                self._reach_if(number, flow, node)

    def _reach_if(self, number: int, flow: Flow, node: Node) -> None:
        text = node.text()
        if flow.call and not compile_expression(flow.call).search(text):
            return
        if flow.not_call and compile_expression(flow.not_call).search(text):
            return
        if self.judged(number):
            self.reach(number, node)

    def _harms(self, flow: Flow, bit: int, value: Carried) -> bool:
        if flow.constants:
            known = value.constants or ()
            return any(compile_expression(flow.constants).search(str(each)) for each in known)
        if not value.all_flows & bit or value.constants is not None:
            return False
        if flow.heads and value.head and compile_expression(flow.heads).search(value.head):
            return False
        if flow.first and value.parts is not None:
            first = value.parts.get(0, UNKNOWN).constants
            return first is not None and any(
                compile_expression(flow.first).search(str(each)) for each in first
            )
        return value.text or not flow.text

    def _written(self, node: Node, callee: str, arguments: tuple[Carried, ...]) -> str:
        """The call as `cleans` sees it."""
        listed = node.field("arguments")
        if listed is None or not arguments or any(each.constants is None for each in arguments):
            return f"{callee}("
        return callee + listed.text()

    def _cleaned(self, written: str, name: str, value: Carried) -> Carried:
        for number, flow in enumerate(self.flows):
            if flow.cleans and compile_expression(flow.cleans).search(written):
                value = value.without(1 << number)
        if value.all_flows:
            value = replace(value, passed=value.passed | {name})
        return value

    def _fill(
        self, receiver: Node, name: str, arguments: tuple[Carried, ...], scope: Scope
    ) -> None:
        """What was put in is in it from now on."""
        text = receiver.text()
        while receiver.kind() in kinds.CALL:
            # A chain of calls fills what it begins with.
            inner = kinds.field_of(receiver, "object", "function")
            if inner is None:
                return
            receiver, text = inner, inner.text().split(".")[0]
        base = scope.get(text, UNKNOWN)
        if receiver.is_leaf() or text in scope:
            scope[text] = change_container(name, base, arguments)

    def key_of(self, value: Constant) -> Key:
        return (
            value
            if isinstance(value, str)
            else int(value)
            if isinstance(value, int)
            else str(value)
        )
