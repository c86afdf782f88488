"""Puts one statement into an existing file: by offset, in the place its siblings show, or not at all."""

from __future__ import annotations

import re

from backend_agent.syntax.tree import Node, find_faults, node_span, parse_source


def insert_statement(
    text: str,
    language: str,
    anchor: str,
    after: tuple[str, ...],
    before: tuple[str, ...],
    statement: str,
) -> str | None:
    """`text` with `statement` on lines of its own in the block of the first match of the pattern `anchor`;
    None where neither `before` nor `after` matches there.

    `before` wins, because what it names must stay last (a catch-all route, a static mount).
    """
    found = parse_source(text, language).find(pattern=anchor)
    block = _block_of(found) if found is not None else None
    if block is None:
        return None
    for pattern in before:
        match = next((found for found in block.children() if _matches(found, pattern)), None)
        if match is not None:
            start = _line_start(text, node_span(match)[0])
            indent = text[start : node_span(match)[0]]
            return text[:start] + _indent(statement, indent, text) + text[start:]
    for pattern in after:
        matches = [found for found in block.children() if _matches(found, pattern)]
        if matches:
            start, end = node_span(matches[-1])
            indent = text[_line_start(text, start) : start]
            line_end = _line_end(text, end)
            return (
                text[:line_end]
                + _newline(text)
                + _indent(statement, indent, text).rstrip("\r\n")
                + text[line_end:]
            )
    return None


def insert_import(text: str, language: str, kinds: tuple[str, ...], statement: str) -> str:
    """`text` with the import in the order of its neighbours: those of the same top name first."""
    root = parse_source(text, language)
    imports = [node for node in root.children() if node.kind() in kinds]
    newline = _newline(text)
    if not imports:
        return _after_preamble(text, root, statement, newline)
    top = _top_name(statement)
    neighbours = [node for node in imports if _top_name(node.text()) == top] or imports
    earlier = [node for node in neighbours if _sort_key(node.text()) < _sort_key(statement)]
    if earlier:
        end = _line_end(text, node_span(earlier[-1])[1])
        return text[:end] + newline + statement + text[end:]
    start = _line_start(text, node_span(neighbours[0])[0])
    return text[:start] + statement + newline + text[start:]


def holds_statement(text: str, statement: str) -> bool:
    """Whether a line of the text already says exactly this (a comment does not count)."""
    wanted = _squeeze(statement)
    return any(_squeeze(line) == wanted for line in text.splitlines())


def still_parses(text: str, language: str) -> bool:
    return not find_faults(parse_source(text, language))


def _block_of(node: Node) -> Node | None:
    """The list of statements that the node's own statement stands in."""
    parent = node.parent()
    if parent is not None and parent.kind() == "expression_statement":
        return parent.parent()
    return parent


def _matches(node: Node, pattern: str) -> bool:
    if node.matches(pattern=pattern):
        return True
    # A call that stands as a statement is wrapped in an expression statement.
    return any(
        child.matches(pattern=pattern)
        for child in node.children()
        if node.kind() == "expression_statement"
    )


def _after_preamble(text: str, root: Node, statement: str, newline: str) -> str:
    first = next(
        (
            node
            for node in root.children()
            if node.kind() not in ("comment", "expression_statement")
        ),
        None,
    )
    start = _line_start(text, node_span(first)[0]) if first is not None else len(text)
    return text[:start] + statement + newline * 2 + text[start:]


def _top_name(statement: str) -> str:
    found = re.search(r"(?:from|import)\s+['\"]?([\w@-]+)", statement)
    return found.group(1) if found else ""


def _sort_key(statement: str) -> tuple[bool, str]:
    """isort's order: plain imports before `from` imports, then by module."""
    found = re.search(r"(?:from|import)\s+(\S+)", statement)
    return statement.startswith("from"), found.group(1) if found else statement


def _indent(statement: str, indent: str, text: str) -> str:
    newline = _newline(text)
    return (
        newline.join(indent + line if line else line for line in statement.splitlines()) + newline
    )


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
