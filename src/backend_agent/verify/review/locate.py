"""Where exactly a pattern matches, and what it captured: what the edit of a fix stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import node_span, parse_source
from backend_agent.values.fix import Located, Span
from backend_agent.values.rule import RulePattern
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.match import find_nodes, text_holds

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

HOLDER = "holder"
VARIABLE = re.compile(r"\$+([A-Z_][A-Z0-9_]*)")


def locate_pattern(pattern: RulePattern, text: str, language: str) -> tuple[Located, ...]:
    """Every match in the order of the text. Captures are the metavariables of a tree pattern, the named
    groups of a regex, or those of `matches`; `holder` is the key that a node stands below.
    `language` is a grammar, "" where a regex reads the text."""
    if pattern.regex:
        return tuple(
            _located(text, found.start(), found.end(), _groups(found))
            for found in compile_expression(pattern.regex).finditer(text)
            if text_holds(pattern, found[0])
        )
    if not language or not (pattern.pattern or pattern.kind):
        return ()
    root = parse_source(text, language)
    return tuple(_locate_node(pattern, node, text) for node in find_nodes(pattern, root))


def _locate_node(pattern: RulePattern, node: Node, text: str) -> Located:
    start, end = node_span(node)
    captures = tuple(_variables(pattern, node))
    holder = next((each.field("key") for each in node.ancestors() if each.field("key")), None)
    if holder is not None:
        captures += (Span(name=HOLDER, start=node_span(holder)[0], end=node_span(holder)[1]),)
    if pattern.matches:
        found = compile_expression(pattern.matches).search(text[start:end])
        captures += _groups(found, start) if found else ()
    return _located(text, start, end, captures)


def _variables(pattern: RulePattern, node: Node) -> Iterator[Span]:
    for name in dict.fromkeys(VARIABLE.findall(pattern.pattern)):
        single = node.get_match(name)
        several = [single] if single else node.get_multiple_matches(name)
        if several:
            start, end = node_span(several[0])[0], node_span(several[-1])[1]
            yield Span(name=name, start=start, end=end)


def _groups(found: re.Match[str], offset: int = 0) -> tuple[Span, ...]:
    return tuple(
        Span(name=name, start=found.start(name) + offset, end=found.end(name) + offset)
        for name in found.groupdict()
        if found[name] is not None
    )


def _located(text: str, start: int, end: int, captures: tuple[Span, ...]) -> Located:
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    first = text.count("\n", 0, start + lead) + 1
    last = text.count("\n", 0, max(end - 1, start)) + 1
    return Located(start=start, end=end, first=first, last=max(first, last), captures=captures)
