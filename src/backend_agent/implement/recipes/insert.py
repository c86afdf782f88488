"""Puts one statement into an existing file: by offset, in the place its siblings show, or not at all."""

from __future__ import annotations

import re

from backend_agent.syntax.tree import Node, find_faults, node_span, parse_source
from backend_agent.values.recipe import ModuleForm


def insert_statement(
    text: str,
    language: str,
    form: ModuleForm,
    anchor: str,
    after: tuple[str, ...],
    before: tuple[str, ...],
    statement: str,
) -> str | None:
    """`text` with `statement` on lines of its own in the block of the first match of the pattern `anchor`,
    below it; None where neither `before` nor `after` matches there.

    `before` wins, because what it names must stay last (a catch-all route, a static mount).
    """
    siblings = _siblings_from(text, language, form, anchor)
    for pattern in before:
        for held in (False, True):
            found = [node for node in siblings if _stands_for(node, pattern, form, held=held)]
            if found:
                return _put_before(text, found[0], statement, apart=held)
    for pattern in after:
        for held in (False, True):
            found = [node for node in siblings if _stands_for(node, pattern, form, held=held)]
            if found:
                return _put_after(text, found[-1], statement, apart=held)
    return None


def holds_statement(text: str, statement: str) -> bool:
    """Whether lines of the text already say exactly this (a comment does not count)."""
    wanted = [_squeeze(line) for line in statement.splitlines()]
    lines = [_squeeze(line) for line in text.splitlines()]
    return any(
        lines[start : start + len(wanted)] == wanted
        for start in range(len(lines) - len(wanted) + 1)
    )


def still_parses(text: str, language: str) -> bool:
    return not find_faults(parse_source(text, language))


def _siblings_from(text: str, language: str, form: ModuleForm, anchor: str) -> list[Node]:
    """The statement that the anchor is, and those after it in the same block."""
    node = parse_source(text, language).find(pattern=anchor)
    if node is None:
        return []
    block = node.parent()
    while block is not None and block.kind() in form.wrappers:
        block = block.parent()
    if block is None:
        return []
    start = node_span(node)[0]
    return [child for child in block.children() if node_span(child)[1] > start]


def _stands_for(node: Node, pattern: str, form: ModuleForm, *, held: bool) -> bool:
    """Whether the statement is a match, or (`held`) only holds one that runs where it stands."""
    if not held:
        while node.kind() in form.wrappers and not node.matches(pattern=pattern):
            inner = [child for child in node.children() if child.is_named()]
            if not inner:
                return False
            node = inner[0]
        return node.matches(pattern=pattern)
    if node.kind() in form.scopes:
        return False
    inside = {
        node_span(each) for each in _walk(node) if each.kind() in form.scopes and each is not node
    }
    return any(
        not any(start <= node_span(found)[0] < end for start, end in inside)
        for found in node.find_all(pattern=pattern)
    )


def _walk(node: Node) -> list[Node]:
    return [node, *(below for child in node.children() for below in _walk(child))]


def _put_before(text: str, node: Node, statement: str, *, apart: bool) -> str:
    newline = _newline(text)
    start = _line_start(text, node_span(node)[0])
    block = _indent(statement, text[start : node_span(node)[0]], newline)
    return text[:start] + block + newline * (2 if apart else 1) + text[start:]


def _put_after(text: str, node: Node, statement: str, *, apart: bool) -> str:
    newline = _newline(text)
    start, end = node_span(node)
    line_start, line_end = _line_start(text, start), _line_end(text, end)
    block = _indent(statement, text[line_start:start], newline)
    return text[:line_end] + newline * (2 if apart else 1) + block + text[line_end:]


def _indent(statement: str, indent: str, newline: str) -> str:
    return newline.join(indent + line if line else line for line in statement.splitlines())


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    end = len(text) if found < 0 else found
    return end - 1 if end and text[end - 1] == "\r" else end


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
