"""Import and export statements of any language as `code.Import` and plain bindings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from backend_agent.facts.code import (
    Assign,
    Call,
    Class,
    Expression,
    Function,
    Import,
    Name,
    Statement,
    Text,
)
from backend_agent.facts.reading import Reader
from backend_agent.syntax.tree import node_line
from backend_agent.values.grammar import NodeForm

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

ReadStatement = Callable[[Node, NodeForm, tuple[Expression, ...]], tuple[Statement, ...]]
DEFAULT = "default"


def read_import(reader: Reader, node: Node, form: NodeForm) -> tuple[Import, ...]:
    """`from m import a as b`, `import m as n`, `import d, {a as b} from "m"`, …"""
    source = node.field(form.head) if form.head else None
    module = module_text(reader, source) if source else ""
    skipped = source.range().start.index if source else -1
    return tuple(_read_names(reader, node, module, form, skipped))


def read_package(reader: Reader, node: Node, form: NodeForm) -> tuple[Import, ...]:
    """`import a "x/y/v2"`: without a name of its own a package has that of its path's last word."""
    source = node.field(form.head)
    module = module_text(reader, source) if source else ""
    named = node.field(form.tail) if form.tail else None
    words = [word for word in module.split("/") if not re.fullmatch(r"v\d+", word)]
    own = re.sub(r"\.v\d+$", "", words[-1]) if words else module
    local = named.text() if named else own
    return (Import(module=module, name="", local=local, line=node_line(node)),)


def _read_names(
    reader: Reader, node: Node, module: str, form: NodeForm, skipped: int
) -> list[Import]:
    found: list[Import] = []
    line = node_line(node)
    for part in reader.parts(node):
        if part.range().start.index == skipped:
            continue
        inner = reader.form(part)
        role = inner.role if inner else ""
        if role == "wildcard":
            found.append(Import(module=module, name="*", local="*", line=line))
        elif role == "namespace":
            local = reader.parts(part)[-1].text()
            found.append(Import(module=module, name="", local=local, line=line))
        elif inner and role == "alias":
            found.append(_read_alias(part, inner, module, form))
        elif role == "name":
            found.append(_read_bare(part.text(), module, form, line))
        else:
            found.extend(_read_names(reader, part, module, form, skipped))
    return found


def _read_alias(node: Node, form: NodeForm, module: str, outer: NodeForm) -> Import:
    name, alias = node.field(form.head), node.field(form.tail)
    given = name.text() if name else node.text()
    local = alias.text() if alias else given
    if outer.bare == "module":
        return Import(module=given, name="", local=local, line=node_line(node))
    return Import(module=module, name=given, local=local, line=node_line(node))


def _read_bare(text: str, module: str, form: NodeForm, line: int) -> Import:
    if form.bare == "module":
        # `import a.b` binds the package; its modules are reached as members.
        first = text.split(".")[0]
        return Import(module=first, name="", local=first, line=line)
    if form.bare == "default":
        return Import(module=module, name=DEFAULT, local=text, line=line)
    return Import(module=module, name=text, local=text, line=line)


def module_text(reader: Reader, node: Node) -> str:
    read = reader.read(node)
    return read.value if isinstance(read, Text) else node.text()


def read_export(
    reader: Reader,
    node: Node,
    form: NodeForm,
    read_statement: ReadStatement,
    outer: tuple[Expression, ...] = (),
) -> tuple[Statement, ...]:
    """Exports with a source re-export; `export default x` binds the name `default`. Decorators stand
    inside of the export, or before it (`outer`)."""
    source = node.field(form.head)
    if source is not None:
        module, line = module_text(reader, source), node_line(node)
        names = _read_names(reader, node, module, form, source.range().start.index)
        return tuple(names) or (Import(module=module, name="*", local="*", line=line),)
    default = any(child.text() == DEFAULT for child in node.children())
    made: list[Statement] = []
    inside = tuple(
        reader.read(inner)
        for part in reader.parts(node)
        if reader.role(part) == "decorator"
        for inner in reader.parts(part)
    )
    for part in reader.parts(node):
        inner = reader.form(part)
        if inner is not None and inner.role == "decorator":
            continue
        read = read_statement(part, inner, (*outer, *inside)) if inner else ()
        made.extend(read or _read_exported(reader, part, default))
        if default and read and isinstance(read[-1], Function | Class):
            made.append(_bind(DEFAULT, read[-1].name, node_line(part)))
    return tuple(made)


def _read_exported(reader: Reader, node: Node, default: bool) -> list[Statement]:
    if default:
        name = Name(line=node_line(node), source=DEFAULT, name=DEFAULT)
        return [Assign(target=name, value=reader.read(node), line=node_line(node))]
    made: list[Statement] = []
    for part in reader.parts(node):
        form = reader.form(part)
        if form and form.role == "alias":
            alias = _read_alias(part, form, "", form)
            if alias.local != alias.name:
                made.append(_bind(alias.local, alias.name, node_line(part)))
    return made


def _bind(local: str, name: str, line: int) -> Assign:
    target = Name(line=line, source=local, name=local)
    return Assign(target=target, value=Name(line=line, source=name, name=name), line=line)


def read_loads(reader: Reader, target: Node, value: Expression | None) -> tuple[Import, ...]:
    """`const x = require("m")`, `const {a, b: c} = require("m")`."""
    if not (isinstance(value, Call) and value.function.source in reader.grammar.loads):
        return ()
    if not (value.arguments and isinstance(value.arguments[0], Text)):
        return ()
    module, line = value.arguments[0].value, node_line(target)
    if reader.role(target) == "name":
        return (Import(module=module, name=DEFAULT, local=target.text(), line=line),)
    found = []
    for part in reader.parts(target):
        form = reader.form(part)
        name = part.field(form.head) if form and form.head else None
        local = part.field(form.tail) if form and form.tail else None
        found.append(
            Import(
                module=module,
                name=name.text() if name else part.text(),
                local=local.text() if local else part.text(),
                line=line,
            )
        )
    return tuple(found)
