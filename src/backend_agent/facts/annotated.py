"""Routes that marks in front of functions make: annotations of Java and Kotlin, attributes of C# and Rust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend_agent.facts.modules import Modules
from backend_agent.syntax.tree import find_kind, node_line, parse_source
from backend_agent.values.annotated_format import AnnotatedForm
from backend_agent.values.application import Route
from backend_agent.values.evidence import Evidence

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

BODIES = re.compile(r"body|block$|declaration_list")
QUOTED = re.compile(r'"([^"\n]*)"')
TYPED = re.compile(r"\{(\w+):[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What stands before every route of a component, but for those of a method ("" = any) and a path
    that begins like one of `open`."""

    guards: tuple[str, ...]
    open: tuple[tuple[str, str], ...]

    def before(self, method: str, path: str) -> tuple[str, ...]:
        lifted = (verb in ("", method) and _begins(path, pattern) for verb, pattern in self.open)
        return () if any(lifted) else self.guards


def read_annotated(modules: Modules, form: AnnotatedForm) -> Iterator[Route]:
    """The routes of every file of the component that the form names, tests left out."""
    below = f"{modules.component}/" if modules.component else ""
    paths = [
        path
        for path in modules.tree.paths()
        if path.startswith(below)
        and re.search(form.files, path)
        and not (form.tests and re.search(form.tests, path))
    ]
    gate = _find_gate(modules, form, paths)
    for path in paths:
        text = modules.text(path)
        grammar = form.grammar.get(path[path.rfind(".") :])
        if grammar and re.search(form.verb, text):
            yield from _read_file(form, path, parse_source(text, grammar), gate)


def _find_gate(modules: Modules, form: AnnotatedForm, paths: list[str]) -> Gate:
    guards: dict[str, None] = {}
    opened: list[tuple[str, str]] = []
    if form.everywhere:
        for path in paths:
            text = modules.text(path)
            found = ["".join(each["guard"].split()) for each in re.finditer(form.everywhere, text)]
            guards.update(dict.fromkeys(found))
            if found and form.open:
                for each in re.finditer(form.open, text):
                    verb = each.groupdict().get("verb") or ""
                    opened.extend((verb, pattern) for pattern in QUOTED.findall(each["paths"]))
    return Gate(guards=tuple(guards), open=tuple(opened))


def _begins(path: str, pattern: str) -> bool:
    """Whether a pattern of paths (`/auth/**`) lets the path through."""
    stem, star, _ = pattern.partition("*")
    return (
        path.startswith(stem.rstrip("/") or "/") if star else path.rstrip("/") == stem.rstrip("/")
    )


def _read_file(form: AnnotatedForm, path: str, root: Node, gate: Gate) -> Iterator[Route]:
    functions = [each for kind in form.functions for each in find_kind(root, kind)]
    for function in sorted(functions, key=node_line):
        holder = next((up for up in function.ancestors() if up.kind() in form.holders), None)
        above = _head(form, holder) if holder is not None else ""
        if form.holder and not re.search(form.holder, above):
            continue
        head = _head(form, function)
        prefix = re.search(form.prefix, above) if form.prefix else None
        for mark in re.finditer(form.verb, head):
            begins = node_line(function) - _marks_before(form, function).count("\n")
            yield _read_route(
                form,
                mark,
                head,
                Evidence(
                    path=path,
                    line=begins + head.count("\n", 0, mark.start()),
                    text=mark[0].strip(),
                ),
                Holder(head=above, prefix=_named(prefix, "path"), gate=gate, function=function),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """What stands around a route."""

    head: str
    prefix: str
    gate: Gate
    function: Node


def _read_route(
    form: AnnotatedForm, mark: re.Match[str], head: str, evidence: Evidence, holder: Holder
) -> Route:
    where = re.search(form.path, mark[0]) if form.path else None
    where = where or (re.search(form.beside, head) if form.beside else None)
    path = _join(holder.prefix, _named(where, "path"))
    heads = f"{holder.head}\n{head}"
    guards = re.finditer(form.guards, heads) if form.guards else ()
    exempt = re.search(form.exempt, heads) if form.exempt else None
    body = re.search(form.body, head) if form.body else None
    name = holder.function.field("name")
    function = holder.function
    method = _method(form, mark)
    return Route(
        method=method,
        path=path,
        handler=name.text() if name is not None else "",
        evidence=evidence,
        guards=(*holder.gate.before(method, path), *(each[0].strip() for each in guards)),
        exempt=exempt[0] if exempt else "",
        request_schema=_named(body, "type"),
        body=Evidence(path=evidence.path, line=node_line(function), text=function.text()),
    )


def _method(form: AnnotatedForm, mark: re.Match[str]) -> str:
    given = mark.groupdict().get("verb") or ""
    if form.any and re.fullmatch(form.any, given):
        inner = re.search(form.method, mark[0]) if form.method else None
        given = _named(inner, "verb")
    return given.upper() or "ALL"


def _join(prefix: str, path: str) -> str:
    joined = "/".join(part.strip("/") for part in (prefix, path) if part.strip("/"))
    return TYPED.sub(r"{\1}", f"/{joined}")


def _named(found: re.Match[str] | None, group: str) -> str:
    return (found[group] or "") if found else ""


def _head(form: AnnotatedForm, node: Node) -> str:
    """The text before the body, with the marks that stand before the node."""
    start = node.range().start.index
    inner = next((each for each in node.children() if BODIES.search(each.kind())), None)
    text = node.text() if inner is None else node.text()[: inner.range().start.index - start]
    return _marks_before(form, node) + text


def _marks_before(form: AnnotatedForm, node: Node) -> str:
    found: list[str] = []
    before = node.prev() if form.marks else None
    while before is not None and before.kind() == form.marks:
        found.append(before.text() + "\n")
        before = before.prev()
    return "".join(reversed(found))
