"""Finds the places in one file where a rule's patterns hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import node_span, parse_source, walk_nodes
from backend_agent.values.rule import Rule, RulePattern
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.flow import find_flows
from backend_agent.verify.review.lines import blank_comments

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

HEAD = 400
LED = 10
FIRST_LINE = 1
# Every grammar names its functions so.
FUNCTION = re.compile(r"function|method_de|constructor_de|lambda|arrow|func_literal")
HOLDER = re.compile(r"declarator|assignment|pair|decorated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Lines from 1, both included."""

    first: int
    last: int
    text: str
    yields: bool = False


def leads_on(line: int, flows: Iterable[int]) -> bool:
    """Whether a flow that ends at one of these lines tells already what stands in `line`."""
    return any(line <= each <= line + LED for each in flows)


def match_rule(rule: Rule, text: str, root: Node | None) -> tuple[Place, ...]:
    """Every place once, in order of lines; `root` is the parsed text (None: text patterns only)."""
    places = {each.first: each for each in match_patterns(rule, text, root)}
    if root is not None and rule.flows:
        flows = list(find_flows(rule.flows, root))
        led = [each.first for each in flows]
        places = {
            line: each for line, each in places.items() if not (each.yields and leads_on(line, led))
        }
        for found in flows:
            place = Place(first=found.first, last=found.last, text="")
            places.setdefault(found.first, place)
    return tuple(places[line] for line in sorted(places))


def match_patterns(rule: Rule, text: str, root: Node | None) -> tuple[Place, ...]:
    """The places of the rule's patterns alone."""
    places: dict[int, Place] = {}
    for pattern in rule.patterns:
        if pattern.across or pattern.beside or pattern.declared_in:
            continue
        for place in _match_pattern(pattern, text, root):
            place = replace(place, yields=True) if pattern.yields else place
            places.setdefault(place.first, place)
    return tuple(places[line] for line in sorted(places))


def parse_for(rule: Rule, text: str) -> Node | None:
    """The tree that the rule needs, None where it reads text alone."""
    return parse_source(text, rule.language) if rule.language else None


def _match_pattern(pattern: RulePattern, text: str, root: Node | None) -> Iterator[Place]:
    if pattern.file_has and not compile_expression(pattern.file_has).search(blank_comments(text)):
        return
    if pattern.file_lacks and compile_expression(pattern.file_lacks).search(blank_comments(text)):
        return
    if pattern.absent:
        if not compile_expression(pattern.absent).search(text):
            marks = list(compile_expression(pattern.at).finditer(text)) if pattern.at else []
            line = _line_at(text, marks[-1].start()) if marks else FIRST_LINE
            if marks or not pattern.at:
                yield Place(first=line, last=line, text="")
    elif pattern.regex:
        for found in compile_expression(pattern.regex).finditer(text):
            if text_holds(pattern, found[0]):
                start = found.start() + len(found[0]) - len(found[0].lstrip())
                yield Place(
                    first=_line_at(text, start),
                    last=_line_at(text, max(found.end() - 1, start)),
                    text=found[0].strip(),
                )
    elif root is not None:
        yield from _match_tree(pattern, root)


def _match_tree(pattern: RulePattern, root: Node) -> Iterator[Place]:
    for node in find_nodes(pattern, root):
        span = node.range()
        yield Place(first=span.start.line + 1, last=span.end.line + 1, text=node.text())


def find_nodes(pattern: RulePattern, root: Node) -> Iterator[Node]:
    """The nodes that a pattern of trees matches, with all that narrows it."""
    found = (
        root.find_all(pattern=pattern.pattern)
        if pattern.pattern
        else root.find_all(kind=pattern.kind)
    )
    for node in found:
        if text_holds(pattern, blank_comments(node.text())) and _node_holds(pattern, node):
            yield node


def text_holds(pattern: RulePattern, text: str) -> bool:
    if pattern.matches and not compile_expression(pattern.matches).search(text):
        return False
    return not (pattern.not_matches and compile_expression(pattern.not_matches).search(text))


def _node_holds(pattern: RulePattern, node: Node) -> bool:
    for name, regex in pattern.where.items():
        if not compile_expression(regex).search(_variable(node, name)):
            return False
    for name, regex in pattern.where_not.items():
        if compile_expression(regex).search(_variable(node, name)):
            return False
    if pattern.around or pattern.not_around:
        text = blank_comments(function_text(node))
        if pattern.around and not compile_expression(pattern.around).search(text):
            return False
        if pattern.not_around and compile_expression(pattern.not_around).search(text):
            return False
    if pattern.has_name and not _has_name(node, pattern.has_name):
        return False
    return not pattern.inside or any(
        each.kind() == pattern.inside
        and (
            not pattern.inside_matches
            or compile_expression(pattern.inside_matches).search(each.text()[:HEAD])
        )
        for each in node.ancestors()
    )


def _variable(node: Node, name: str) -> str:
    single = node.get_match(name)
    if single is not None:
        return single.text()
    several = node.get_multiple_matches(name)
    if not several:
        return ""
    start, end = node_span(several[0])[0], node_span(several[-1])[1]
    offset = node_span(node)[0]
    return node.text()[start - offset : end - offset]


def _has_name(node: Node, regex: str) -> bool:
    wanted = compile_expression(regex)
    return any(
        each.kind().endswith("identifier") and each.is_leaf() and wanted.fullmatch(each.text())
        for each in walk_nodes(node)
    )


def function_text(node: Node) -> str:
    """The text of the function that the node stands in, of the whole file where it is in none."""
    last = node
    for each in node.ancestors():
        if FUNCTION.search(each.kind()):
            holder = each.parent()
            # A function without a name of its own has that of what holds it.
            return (holder if holder and HOLDER.search(holder.kind()) else each).text()
        last = each
    return last.text()


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
