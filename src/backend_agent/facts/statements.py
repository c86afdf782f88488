"""From a syntax tree to `code`: statements, by the roles that the language's grammar data gives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from backend_agent.facts.code import (
    Assign,
    Branch,
    Class,
    Evaluate,
    Expression,
    Function,
    Items,
    Joined,
    Keyword,
    Lambda,
    Loop,
    Member,
    Name,
    Parameter,
    Return,
    Statement,
)
from backend_agent.facts.imports import read_export, read_import, read_loads, read_package
from backend_agent.facts.reading import Reader
from backend_agent.syntax.tree import node_line, parse_source
from backend_agent.values.grammar import Grammar, NodeForm

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

# tree-sitter's grammars agree on these field names.
PARAMETERS = ("parameters", "parameter")
DEFINITIONS = ("function", "class")


def read_source(text: str, grammar: Grammar, language: str) -> tuple[Statement, ...]:
    """The module's statements; `language` is the tree grammar that fits the file's suffix."""
    writer = StatementReader(grammar)
    return writer.read_block(parse_source(text, language).children())


class StatementReader:
    """Reads statements of one language; expressions are left to its `Reader`."""

    def __init__(self, grammar: Grammar) -> None:
        self.reader = Reader(grammar, self.read_function)

    def read_block(self, nodes: Iterable[Node]) -> tuple[Statement, ...]:
        """Decorators that stand before a definition as siblings are given to it."""
        statements: list[Statement] = []
        pending: list[Expression] = []
        for node in nodes:
            form = self.reader.form(node)
            if form is None or form.role == "comment":
                continue
            if form.role == "decorator":
                pending.extend(self.reader.read(part) for part in self.reader.parts(node))
                continue
            statements.extend(self.read_statement(node, form, tuple(pending)))
            pending = []
        return tuple(statements)

    def read_statement(
        self, node: Node, form: NodeForm, decorators: tuple[Expression, ...] = ()
    ) -> tuple[Statement, ...]:
        match form.role:
            case "import" | "package-import":
                read = read_import if form.role == "import" else read_package
                return read(self.reader, node, form)
            case "export":
                return read_export(self.reader, node, form, self.read_statement, decorators)
            case "expression":
                return self._read_expression(node)
            case "assign" | "augment" | "typedef":
                return self._read_binding(node, form)
            case "function":
                return (self.read_function(node, form, decorators),)
            case "class":
                return (self._read_class(node, form, decorators),)
            case "decorated":
                return self.read_block(node.children())
            case "block":
                return self.read_block(node.children())
            case "branch":
                return self._read_branch(node, form)
            case "loop":
                return self._read_loop(node, form)
            case "return":
                return tuple(Return(value=self.reader.read(p)) for p in self.reader.parts(node)[:1])
        return ()

    def _read_expression(self, node: Node) -> tuple[Statement, ...]:
        found: list[Statement] = []
        for part in self.reader.parts(node):
            form = self.reader.form(part)
            if form and form.role in ("assign", "augment"):
                found.extend(self._read_binding(part, form))
            else:
                found.append(Evaluate(expression=self.reader.read(part)))
        return tuple(found)

    def _read_binding(self, node: Node, form: NodeForm) -> tuple[Statement, ...]:
        read = self._read_augment if form.role == "augment" else self._read_assign
        return read(node, form)

    def _read_assign(self, node: Node, form: NodeForm) -> tuple[Statement, ...]:
        target = node.field(form.head)
        if target is None:
            return ()
        value = self.reader.read_field(node, form.tail)
        imported = read_loads(self.reader, target, value)
        if imported:
            return imported
        line = node_line(node)
        if self.reader.role(target) == "record" and value is not None:
            return self._read_destructured(target, value)
        read = self.reader.read(target)
        if isinstance(read, Member) and read.source in self.reader.grammar.exports:
            read = Name(line=line, source=read.source, name="default")
        elif isinstance(read, Member) and read.of.source in self.reader.grammar.exporting:
            read = Name(line=line, source=read.source, name=read.name)
        elif isinstance(read, Items):
            return ()
        if isinstance(value, Lambda) and isinstance(read, Name) and not value.function.name:
            value = replace(value, function=replace(value.function, name=read.name))
        return (
            Assign(
                target=read,
                value=value,
                line=line,
                annotation=self.reader.read_field(node, form.type),
                decorators=self._read_decorators(node),
                typed=form.role == "typedef",
            ),
        )

    def _read_decorators(self, node: Node) -> tuple[Expression, ...]:
        """The decorators inside of a field or a parameter."""
        return tuple(
            self.reader.read(inner)
            for child in node.named_children()
            if self.reader.role(child) == "decorator"
            for inner in self.reader.parts(child)
        )

    def _read_augment(self, node: Node, form: NodeForm) -> tuple[Statement, ...]:
        """`x += y` gives x what `x + y` is."""
        target = self.reader.read_field(node, form.head)
        added = self.reader.read_field(node, form.tail)
        if target is None or added is None:
            return ()
        line = node_line(node)
        joined = Joined(line=line, source=node.text(), parts=(target, added))
        return (Assign(target=target, value=joined, line=line),)

    def _read_destructured(self, target: Node, value: Expression) -> tuple[Statement, ...]:
        made = []
        for part in self.reader.parts(target):
            form = self.reader.form(part)
            if form is None or form.role not in ("shorthand", "pair"):
                continue
            local = node_text(part, form.tail) or part.text()
            name = node_text(part, form.head) or part.text()
            line = node_line(part)
            source = f"{value.source}.{name}"
            taken = Member(line=line, source=source, of=value, name=name)
            bound = Name(line=line, source=local, name=local)
            made.append(Assign(target=bound, value=taken, line=line))
        return tuple(made)

    def read_function(
        self, node: Node, form: NodeForm, decorators: tuple[Expression, ...] = ()
    ) -> Function:
        body = node.field(form.tail)

        @cache
        def read_body() -> tuple[Statement, ...]:
            if body is None:
                return ()
            inner = self.reader.form(body)
            taken = self._read_taken(node)
            if inner and inner.role == "block":
                return (*taken, *self.read_block(body.children()))
            return (*taken, Return(value=self.reader.read(body)))

        return Function(
            name=node_text(node, form.head),
            line=node_line(node),
            parameters=self._read_parameters(node),
            body=read_body,
            source=node.text(),
            returns=self.reader.read_field(node, form.type),
            decorators=decorators,
            owner=self._owner(node),
        )

    def _owner(self, node: Node) -> str:
        """The type of the object that a method standing by itself is called on."""
        name = self.reader.grammar.owner
        held = node.field(name) if name else None
        parameters = self._parameters_in(held) if held else ()
        annotation = parameters[0].annotation if parameters else None
        return annotation.source.lstrip("*").split("[")[0] if annotation else ""

    def _read_parameters(self, node: Node) -> tuple[Parameter, ...]:
        name = self.reader.grammar.owner
        held = node.field(name) if name else None
        listed = next((each for name in PARAMETERS if (each := node.field(name))), None)
        if listed is None:
            return ()
        if self.reader.role(listed) == "name":
            return (Parameter(name=listed.text(), line=node_line(listed)),)
        owners = self._parameters_in(held) if held else ()
        return (*owners, *self._parameters_in(listed))

    def _parameters_in(self, listed: Node) -> tuple[Parameter, ...]:
        found: list[Parameter] = []
        for part in self.reader.parts(listed):
            form = self.reader.form(part)
            if form is None or form.role not in ("parameter", "name", "record"):
                continue
            parts = self.reader.parts(part) if form.role == "parameter" else []
            named = part.field_children(form.head) if form.head else []
            first = parts[0].text() if parts else part.text()
            # `a, b string` are two parameters of one type.
            names = [each.text() for each in named if each.is_named()] or [first]
            parameter = Parameter(
                name=names[0],
                line=node_line(part),
                annotation=self.reader.read_field(part, form.type),
                default=self.reader.read_field(part, form.tail),
                decorators=self._read_decorators(part),
            )
            found.extend(replace(parameter, name=name) for name in names)
        return tuple(found)

    def _read_taken(self, node: Node) -> tuple[Statement, ...]:
        """What parameters that are patterns take out of their argument: `({ path, route }) => …`."""
        made: list[Statement] = []
        listed = next((each for name in PARAMETERS if (each := node.field(name))), None)
        for part in self.reader.parts(listed) if listed else ():
            form = self.reader.form(part)
            pattern = part.field(form.head) if form and form.head else part
            if pattern is not None and self.reader.role(pattern) == "record":
                text, line = pattern.text(), node_line(pattern)
                made.extend(
                    self._read_destructured(pattern, Name(line=line, source=text, name=text))
                )
        return tuple(made)

    def _read_class(self, node: Node, form: NodeForm, decorators: tuple[Expression, ...]) -> Class:
        bases: list[Expression] = []
        keywords: list[Keyword] = []
        for part in self._base_nodes(node, form):
            found = self.reader.form(part)
            if found and found.role == "keyword":
                value = self.reader.read_field(part, found.tail)
                if value is not None:
                    keywords.append(Keyword(name=node_text(part, found.head), value=value))
            else:
                bases.append(self.reader.read(part))
        body = node.field(form.tail)

        @cache
        def read_body() -> tuple[Statement, ...]:
            return self.read_block(body.children()) if body else ()

        return Class(
            name=node_text(node, form.head),
            line=node_line(node),
            bases=tuple(bases),
            keywords=tuple(keywords),
            body=read_body,
            decorators=(*decorators, *self._read_decorators(node)),
        )

    def _base_nodes(self, node: Node, form: NodeForm) -> list[Node]:
        listed = node.field(form.type) if form.type else None
        if listed is None:
            listed = next(
                (c for c in node.named_children() if self.reader.role(c) == "bases"), None
            )
        return self.reader.parts(listed) if listed else []

    def _read_branch(
        self, node: Node, form: NodeForm, condition: str = ""
    ) -> tuple[Statement, ...]:
        own = node_text(node, form.head)
        # `if x := f(); x > 0`: what stands before the condition runs in any case.
        before = node.field(form.tail) if form.tail else None
        first = self.read_block([before]) if before else ()
        condition = _unwrapped(own) or f"not ({condition})"
        inside: list[Node] = []
        further: list[Statement] = []
        for child in node.children():
            found = self.reader.form(child)
            if found and found.role == "branch" and found.kind != form.kind:
                further.extend(self._read_branch(child, found, condition))
            elif child.text() != own and (before is None or child.range() != before.range()):
                inside.append(child)
        return (*first, Branch(condition=condition, body=self.read_block(inside)), *further)

    def _read_loop(self, node: Node, form: NodeForm) -> tuple[Statement, ...]:
        clause = next((c for c in node.children() if self.reader.role(c) == "loop-clause"), None)
        inner = self.reader.form(clause) if clause else None
        if clause is not None and inner is not None:
            named = clause.field(inner.head)
            # The element comes last, after its place.
            names = self.reader.parts(named) if named else []
            variable = self.reader.read(names[-1]) if names else None
            iterable = self.reader.read_field(clause, inner.tail)
        else:
            variable = self.reader.read_field(node, form.head)
            iterable = self.reader.read_field(node, form.tail)
        if variable is None or iterable is None:
            return self.read_block(c for c in node.children() if self.reader.role(c) == "block")
        inside = [child for child in node.children() if self.reader.role(child) == "block"]
        body = self.read_block(inside)
        return (Loop(variable=variable, iterable=iterable, body=body, line=node_line(node)),)


def node_text(node: Node, field: str) -> str:
    """The text of the node's field, "" where it has none."""
    found = node.field(field) if field else None
    return found.text() if found else ""


def _unwrapped(condition: str) -> str:
    return condition[1:-1] if condition.startswith("(") and condition.endswith(")") else condition
