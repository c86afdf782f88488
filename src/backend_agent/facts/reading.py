"""From a syntax tree to `code`: expressions, by the roles that the language's grammar data gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from backend_agent.facts.code import (
    Alternative,
    Call,
    Constant,
    Expression,
    Function,
    Items,
    Joined,
    Keyword,
    Lambda,
    Member,
    Name,
    Record,
    Spread,
    Subscript,
    Text,
)
from backend_agent.syntax.tree import node_line
from backend_agent.values.grammar import Grammar, NodeForm

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

NONE = NodeForm(kind="", role="comment")


@dataclass(frozen=True)
class Reader:
    """Reads expressions; `read_function` comes from above, because a function holds statements."""

    grammar: Grammar
    read_function: Callable[[Node, NodeForm], Function]

    @cached_property
    def forms(self) -> dict[str, NodeForm]:
        return {form.kind: form for form in self.grammar.nodes}

    def form(self, node: Node) -> NodeForm | None:
        return self.forms.get(node.kind())

    def role(self, node: Node) -> str:
        form = self.forms.get(node.kind())
        return form.role if form else ""

    def parts(self, node: Node) -> list[Node]:
        """The named children without comments."""
        return [child for child in node.named_children() if self.role(child) != "comment"]

    def read(self, node: Node) -> Expression:
        form = self.form(node)
        build = BUILDERS.get(form.role) if form else None
        if form is None or build is None:
            return _opaque(node)
        return build(self, node, form)

    def read_field(self, node: Node, name: str) -> Expression | None:
        found = node.field(name) if name else None
        return self.read(found) if found else None


def _opaque(node: Node) -> Expression:
    return Expression(line=node_line(node), source=node.text())


def _read_text(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    holes = []
    written = []
    for child in node.named_children():
        role = reader.role(child)
        if role == "text-hole":
            inner = reader.parts(child)
            holes.append(reader.read(inner[0]) if inner else _opaque(child))
        elif role == "text-part":
            part = Text(line=node_line(child), source=child.text(), value=child.text())
            written.append(part.value)
            holes.append(part)
    line, source = node_line(node), node.text()
    if any(not isinstance(part, Text) for part in holes):
        return Joined(line=line, source=source, parts=tuple(holes))
    return Text(line=line, source=source, value="".join(written))


def _read_joined(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    parts = tuple(reader.read(part) for part in reader.parts(node))
    return Joined(line=node_line(node), source=node.text(), parts=parts)


def _read_binary(reader: Reader, node: Node, form: NodeForm) -> Expression:
    operator = node.field(form.head) if form.head else None
    parts = tuple(reader.read(part) for part in reader.parts(node))
    build = Joined if operator and operator.text() in reader.grammar.joins else Alternative
    return build(line=node_line(node), source=node.text(), parts=parts)


def _read_name(_reader: Reader, node: Node, _form: NodeForm) -> Expression:
    return Name(line=node_line(node), source=node.text(), name=node.text())


def _read_member(reader: Reader, node: Node, form: NodeForm) -> Expression:
    of, name = node.field(form.head), node.field(form.tail)
    if of is None or name is None:
        return _opaque(node)
    return Member(line=node_line(name), source=node.text(), of=reader.read(of), name=name.text())


def _read_call(reader: Reader, node: Node, form: NodeForm) -> Expression:
    function, arguments = node.field(form.head), node.field(form.tail)
    if function is None:
        return _opaque(node)
    positional: list[Expression] = []
    keywords: list[Keyword] = []
    for part in reader.parts(arguments) if arguments else ():
        found = reader.form(part)
        if found and found.role == "keyword":
            keywords.extend(_read_pair(reader, part, found))
        else:
            positional.append(reader.read(part))
    # The line of the method's name: in a chain over many lines each call has its own.
    read = reader.read(function)
    return Call(
        line=read.line,
        source=node.text(),
        function=read,
        arguments=tuple(positional),
        keywords=tuple(keywords),
    )


def _read_pair(reader: Reader, node: Node, form: NodeForm) -> tuple[Keyword, ...]:
    if form.role == "shorthand":
        return (Keyword(name=node.text(), value=_read_name(reader, node, form)),)
    key, value = node.field(form.head), node.field(form.tail)
    if key is None or value is None:
        return ()
    read = reader.read(key)
    name = read.value if isinstance(read, Text) else key.text().strip("[]")
    return (Keyword(name=name, value=reader.read(value)),)


def _read_subscript(reader: Reader, node: Node, form: NodeForm) -> Expression:
    parts = reader.parts(node)
    if not parts:
        return _opaque(node)
    items: list[Expression] = []
    for part in parts[1:]:
        if reader.role(part) == "items" and not form.head:
            items.extend(reader.read(item) for item in reader.parts(part))
        else:
            items.append(reader.read(part))
    of = reader.read(parts[0])
    return Subscript(line=node_line(node), source=node.text(), of=of, items=tuple(items))


def _read_items(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    items = tuple(reader.read(part) for part in reader.parts(node))
    return Items(line=node_line(node), source=node.text(), items=items)


def _read_record(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    pairs: list[Keyword] = []
    for part in reader.parts(node):
        form = reader.form(part)
        if form and form.role in ("pair", "shorthand"):
            pairs.extend(_read_pair(reader, part, form))
        elif form and form.role == "spread":
            spread = _read_spread(reader, part, form)
            pairs.append(Keyword(name="", value=spread))
    return Record(line=node_line(node), source=node.text(), pairs=tuple(pairs))


def _read_construct(reader: Reader, node: Node, form: NodeForm) -> Expression:
    """`Server{Port: 1}` makes an object as a call would; `[]T{…}` and `map[K]V{…}` are literals."""
    kind, body = node.field(form.head), node.field(form.tail)
    if kind is None or body is None:
        return _opaque(node)
    literal = reader.read(body)
    if reader.role(kind) not in ("name", "member", "subscript"):
        return literal
    return Call(
        line=node_line(node),
        source=node.text(),
        function=reader.read(kind),
        arguments=literal.items if isinstance(literal, Items) else (),
        keywords=literal.pairs if isinstance(literal, Record) else (),
    )


def _read_literal(reader: Reader, node: Node, form: NodeForm) -> Expression:
    """A list, or a record where its parts have keys."""
    parts = reader.parts(node)
    keyed = any(reader.role(part) == "pair" for part in parts)
    return (_read_record if keyed else _read_items)(reader, node, form)


def _read_spread(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    parts = reader.parts(node)
    of = reader.read(parts[0]) if parts else _opaque(node)
    return Spread(line=node_line(node), source=node.text(), of=of)


def _read_constant(_reader: Reader, node: Node, _form: NodeForm) -> Expression:
    return Constant(line=node_line(node), source=node.text())


def _read_wrapper(reader: Reader, node: Node, _form: NodeForm) -> Expression:
    parts = reader.parts(node)
    return reader.read(parts[0]) if parts else _opaque(node)


def _read_lambda(reader: Reader, node: Node, form: NodeForm) -> Expression:
    function = reader.read_function(node, form)
    return Lambda(line=node_line(node), source=node.text(), function=function)


BUILDERS: dict[str, Callable[[Reader, Node, NodeForm], Expression]] = {
    "text": _read_text,
    "joined": _read_joined,
    "binary": _read_binary,
    "name": _read_name,
    "shorthand": _read_name,
    "member": _read_member,
    "call": _read_call,
    "subscript": _read_subscript,
    "items": _read_items,
    "record": _read_record,
    "spread": _read_spread,
    "construct": _read_construct,
    "literal": _read_literal,
    "constant": _read_constant,
    "wrapper": _read_wrapper,
    "type": _read_wrapper,
    "lambda": _read_lambda,
    "function": _read_lambda,
}
