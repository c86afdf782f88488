"""Finds the functions that a call may mean: in the file first, then in the whole repository."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import parse_source
from backend_agent.verify.review.flow.kinds import FUNCTION, parts_of, walk_functions

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object

# Where functions are made known by name, in any of the languages; the name is in one of the groups.
DEFINED = re.compile(
    r"\b(?:def|function|func(?:\s*\([^)]*\))?)\s+(\w+)\s*\("
    r"|^\s*(?:[\w<>\[\], ?.]+\s)(\w+)\s*\([^;{}()]*\)\s*(?:throws [\w., ]+)?\{"
    r"|(\w+)\s*[=:]\s*(?:async\s*)?(?:function\b|\([^()]*\)\s*=>|\w+\s*=>)"
    r"|^\s*(?:async\s+|static\s+)*(\w+)\s*\([^;{}()]*\)\s*\{",
    re.MULTILINE,
)
# A name that this many functions bear means none of them.
MOST = 3
HOLDERS = ("variable_declarator", "pair", "assignment_expression", "public_field_definition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A function and the file that it stands in."""

    path: str
    node: Node


@dataclass(eq=False)
class Functions:
    """`read` gives the text of a file; parsed is only what some call leads to."""

    paths: tuple[str, ...] = ()
    read: Callable[[str], str] = str
    language: str = ""
    _names: dict[str, list[str]] | None = None
    _files: dict[str, dict[str, list[Node]]] = field(default_factory=dict)

    def add_file(self, path: str, root: Node) -> None:
        """Make the functions of a parsed file known."""
        self._files[path] = name_functions(root)

    def find(self, name: str, path: str) -> tuple[Found, ...]:
        """The functions of that name, () where they are none or too many to mean one."""
        own = self._files.get(path, {}).get(name, [])
        if own:
            return tuple(Found(path=path, node=each) for each in own[:MOST])
        files = self._elsewhere(name)
        if not files or len(files) > MOST:
            return ()
        found: list[Found] = []
        for file in files:
            if file not in self._files:
                self.add_file(file, parse_source(self.read(file), self.language))
            found.extend(Found(path=file, node=each) for each in self._files[file].get(name, []))
        return tuple(found) if len(found) <= MOST else ()

    def _elsewhere(self, name: str) -> list[str]:
        if self._names is None:
            self._names = {}
            for path in self.paths:
                defined = {
                    next(filter(None, each.groups())) for each in DEFINED.finditer(self.read(path))
                }
                for each in defined:
                    self._names.setdefault(each, []).append(path)
        return self._names.get(name, [])


def name_functions(root: Node) -> dict[str, list[Node]]:
    """All functions of a file by name, those inside of others too."""
    found: dict[str, list[Node]] = {}
    waiting: list[Iterable[Node]] = [walk_functions(root)]
    while waiting:
        for node in waiting.pop():
            name = name_of(node)
            if name:
                found.setdefault(name, []).append(node)
            waiting.extend(walk_functions(child) for child in node.children())
    return found


def name_of(node: Node) -> str:
    """The function's own name, or that of what holds it."""
    own = node.field("name")
    if own is not None:
        return own.text()
    holder = node.parent()
    if holder is None or holder.kind() not in HOLDERS or not FUNCTION.match(node.kind()):
        return ""
    named = holder.field("name") or holder.field("key") or holder.field("left")
    return re.split(r"[.\s]", named.text())[-1] if named is not None else ""


def parameters_of(node: Node) -> list[str]:
    """The names of a function's parameters, in order; "" for one that is taken apart."""
    listed = node.field("parameters") or node.field("parameter")
    if listed is None:
        return []
    if not listed.children():
        return [listed.text()]
    names: list[str] = []
    for each in listed.children():
        if each.is_named() and "comment" not in each.kind():
            several = (
                [part.text() for part in each.field_children("name")] if each.field("name") else []
            )
            names.extend(several or [_name_in(each)])
    return names


def _name_in(node: Node) -> str:
    inner = node.field("pattern") or node.field("left") or node
    leaf = inner
    while leaf.children() and "pattern" not in leaf.kind():
        leaf = leaf.children()[0]
    return leaf.text() if leaf.kind().endswith("identifier") else ""


def head_of(function: Node) -> str:
    """The decorators and the first line of a function."""
    holder = function.parent()
    whole = holder if holder is not None and holder.kind() == "decorated_definition" else function
    body = function.field("body")
    text = whole.text()
    return (
        text[: body.range().start.index - whole.range().start.index] if body is not None else text
    )


def names_in(parameter: Node) -> list[str]:
    """The names that a parameter gives: one, or those that it is taken apart into."""
    names = [each.text() for each in parameter.field_children("name")]
    inner = parameter.field("pattern") or parameter
    if names and inner is parameter:
        return names
    if inner.is_leaf():
        return [inner.text()]
    if "pattern" not in inner.kind():
        first = parts_of(inner)
        return [first[0].text()] if first and first[0].is_leaf() else []
    found: list[str] = []
    waiting = [inner]
    while waiting:
        node = waiting.pop()
        if node.is_leaf() and "identifier" in node.kind():
            found.append(node.text())
        waiting.extend(node.children())
    return found
