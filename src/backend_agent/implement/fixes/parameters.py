"""Takes values out of a text of code and makes them parameters of the call that the text is given to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend_agent.syntax.tree import node_span, parse_source, walk_around
from backend_agent.values.fix import Located, Parameters

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node

QUOTED = re.compile(
    r"""\A(?P<prefix>[A-Za-z]*)(?P<quote>\"{3}|'{3}|["'`])(?P<text>.*)(?P=quote)\Z""", re.DOTALL
)
HOLES = ("interpolation", "template_substitution")
# Where a value of SQL may stand; anywhere else (a table, a column, an order) it is part of the query.
COMPARED = re.compile(r"(?is)(=|<>|!=|[<>]|\b(i?like|limit|offset)|\bbetween(\s+\S+\s+and)?)\s*\Z")
LISTED = re.compile(r"(?is)\b(values|in)\s*\((?:[^()]|\([^()]*\))*[(,]?\s*\Z")
WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a text: written down (`literal`), or the code of a value."""

    text: str
    literal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameterised:
    """The text with placeholders, and what is given beside it."""

    text: str
    given: str


def make_parameters(
    source: str, language: str, match: Located, start: int, end: int, form: Parameters
) -> Parameterised | None:
    """None where the code at `[start, end)` is no text with values inside, or where one of them is not
    at the place of a value of SQL."""
    root = parse_source(source, language)
    quotes: list[str] = []
    if form.verbs:
        pieces = _split_format(root, match, form, quotes)
    else:
        node = _node_at(root, start, end)
        pieces = _split(node, quotes) if node is not None else None
    if pieces is None or len(set(quotes)) != 1 or all(each.literal for each in pieces):
        return None
    written, values = _place(pieces, form)
    if not values:
        return None
    names = _name_values(values)
    given = form.join.join(
        form.each.replace("{name}", name).replace("{value}", value).replace("{n}", str(number))
        for number, (name, value) in enumerate(zip(names, values, strict=True), 1)
    )
    for name in reversed(range(len(names))):
        written = written.replace(f"\0{name}\0", _mark(form, name + 1, names[name]))
    return Parameterised(
        text=f"{quotes[0]}{written}{quotes[0]}",
        given=form.given.replace("{values}", given).replace("{,}", "," if len(values) == 1 else ""),
    )


def _mark(form: Parameters, number: int, name: str) -> str:
    return form.placeholder.replace("{n}", str(number)).replace("{name}", name)


def _split(node: Node, quotes: list[str]) -> list[Piece] | None:
    """The pieces of a literal with holes, or of a sum of literals and values."""
    kind = node.kind()
    if kind in ("parenthesized_expression", "concatenated_string"):
        return None
    if kind.startswith("binary"):
        sides = [each for each in node.children() if each.kind() != "comment"]
        if len(sides) != 3 or sides[1].text() != "+":
            return None
        left, right = _split(sides[0], quotes), _split(sides[2], quotes)
        return left + right if left is not None and right is not None else None
    if "string" in kind:
        return _split_literal(node, quotes)
    return [Piece(text=node.text(), literal=False)]


def _split_format(
    root: Node, match: Located, form: Parameters, quotes: list[str]
) -> list[Piece] | None:
    """The pieces of a format and the values that are given to it."""
    spans = [match.capture(name) for name in (form.format, form.values)]
    if spans[0] is None or spans[1] is None:
        return None
    literal = _node_at(root, spans[0].start, spans[0].end)
    written = QUOTED.match(literal.text()) if literal is not None else None
    values = [each.text() for each in _list_values(root, spans[1].start, spans[1].end)]
    if written is None or written["prefix"]:
        return None
    quotes.append(written["quote"])
    texts = re.split(form.verbs, written["text"])
    if len(texts) != len(values) + 1:
        return None
    pieces = [Piece(text=texts[0], literal=True)]
    for value, text in zip(values, texts[1:], strict=True):
        pieces += [Piece(text=value, literal=False), Piece(text=text, literal=True)]
    return pieces


def _list_values(root: Node, start: int, end: int) -> list[Node]:
    """The nodes that make up the span: one, those of a tuple, or several of a list."""
    whole = _node_at(root, start, end)
    if whole is not None:
        return (
            [each for each in whole.children() if each.is_named()]
            if (whole.kind() == "tuple")
            else [whole]
        )
    *_, around = walk_around(root, start, end)
    return [
        each
        for each in around.children()
        if each.is_named() and start <= node_span(each)[0] and node_span(each)[1] <= end
    ]


def _split_literal(node: Node, quotes: list[str]) -> list[Piece] | None:
    found = QUOTED.match(node.text())
    if found is None or found["prefix"].lower() not in ("", "f"):
        return None
    quotes.append(found["quote"])
    formatted = bool(found["prefix"])
    offset = node_span(node)[0]
    first, last = found.start("text"), found.end("text")
    pieces: list[Piece] = []
    for hole in (each for each in node.children() if each.kind() in HOLES):
        begin, stop = (each - offset for each in node_span(hole))
        inside = [each for each in hole.children() if each.is_named()]
        if len(inside) != 1:  # a conversion or a format: more than the value
            return None
        pieces.append(_literal(node.text()[first:begin], formatted))
        pieces.append(Piece(text=inside[0].text(), literal=False))
        first = stop
    pieces.append(_literal(node.text()[first:last], formatted))
    return pieces


def _literal(text: str, formatted: bool) -> Piece:
    return Piece(
        text=text.replace("{{", "{").replace("}}", "}") if formatted else text, literal=True
    )


def _place(pieces: list[Piece], form: Parameters) -> tuple[str, list[str]]:
    """The text with a mark for each value and the values; no values where one has no place."""
    written, quoted = "", ""
    values: list[str] = []
    for piece in pieces:
        text = piece.text
        if piece.literal:
            if quoted:
                if not text.startswith(quoted):
                    return "", []
                text, quoted = text[1:], ""
            written += text.replace("%", "%%") if form.placeholder.startswith("%") else text
            continue
        if quoted or "\0" in written[-1:]:
            return "", []
        if written[-1:] in ("'", '"'):
            quoted, written = written[-1], written[:-1]
        if not (COMPARED.search(written) or LISTED.search(written)):
            return "", []
        written += f"\0{len(values)}\0"
        values.append(text)
    return ("", []) if quoted else (written, values)


def _name_values(values: list[str]) -> list[str]:
    """A name for each value: the last word of its code, numbered where it is taken."""
    names: list[str] = []
    for value in values:
        words = WORD.findall(value)
        name = words[-1].lower() if words else "value"
        names.append(name if name not in names else f"{name}_{len(names) + 1}")
    return names


def _node_at(root: Node, start: int, end: int) -> Node | None:
    """The innermost node of exactly this span."""
    exact = [each for each in walk_around(root, start, end) if node_span(each) == (start, end)]
    return exact[-1] if exact else None
