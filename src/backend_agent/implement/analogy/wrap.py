"""Fits the lines that were written into the width of the project, as its own lines are fitted.

Where the exemplar's file is not laid out this way, nothing is touched: the project's formatter, or
its authors, have another habit.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from backend_agent.implement.analogy.layout import is_block, is_layout, read_layout
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.edits import Edit, apply_edits, line_end, line_indent, line_start
from backend_agent.syntax.element import Element
from backend_agent.world.tree import read_text

_ROUNDS = 400
_ENOUGH_FILES, _ENOUGH_LINES = 200, 300


def learn_width(codebase: Codebase) -> int:
    """The line width that the project's settings name, or its lines keep, else the language's."""
    for setting in codebase.language.width_settings:
        for folder in dict.fromkeys((codebase.prefix, "")):
            path = folder + setting.file
            if codebase.tree.exists(path):
                found = re.search(setting.pattern, read_text(codebase.tree, path))
                if found:
                    return int(found.group(1))
    return _measure_width(codebase) or codebase.language.width


def _measure_width(codebase: Codebase) -> int:
    """The least usual width that all but a few lines keep; 0 where there is too little to tell."""
    lengths = [
        len(line)
        for path in codebase.paths[:_ENOUGH_FILES]
        for line in codebase.source(path).text.splitlines()
    ]
    for width in codebase.language.widths if len(lengths) >= _ENOUGH_LINES else ():
        if sum(length > width for length in lengths) * 100 <= len(lengths):
            return width
    return 0


def fit_like(text: str, original: Source, width: int, before: str = "") -> str:
    """`text` with long lists wrapped and short ones joined, if the original is laid out so too;
    lines that `before` had already are somebody else's and stay."""
    # One place that the original lays out otherwise tells as much as all of them.
    other = _next_edit(original, width, frozenset())
    if other is not None and apply_edits(original.text, [other]) != original.text:
        return text
    return fit_lines(Source(original.path, text, original.language), width, before)


def fit_lines(source: Source, width: int, before: str = "") -> str:
    for _ in range(_ROUNDS):
        edit = _next_edit(source, width, old_lines(before, source.text))
        if edit is None:
            break
        source = Source(source.path, apply_edits(source.text, [edit]), source.language)
    return source.text


def _next_edit(source: Source, width: int, kept: frozenset[int]) -> Edit | None:
    lists = [
        element
        for element in source.root.walk()
        if _is_list(element, source)
        and element.end - element.start > 2
        and element.children
        and not element.children[0].named
    ]
    chain = _split_chain(source, width, kept) if source.language.wrap_chains else None
    if chain is not None:
        return chain
    for element in lists:
        if _is_kept(element, kept):
            continue
        edit = (
            _join(element, source, width)
            or _split(element, lists, source, width)
            or _explode(element, source, width)
        )
        if edit is not None:
            return edit
    return None


def _is_list(element: Element, source: Source) -> bool:
    language = source.language
    listed = is_layout(element, language) and not is_block(element, language)
    return listed or element.kind in (*language.brackets, *language.comprehensions)


def _split_chain(source: Source, width: int, kept: frozenset[int]) -> Edit | None:
    """A chain of calls alone on a line between brackets breaks before each of its calls."""
    calls = {shape.kind for shape in source.language.calls}
    for element in source.root.walk():
        if element.kind not in calls or element.start == element.end:
            continue
        start, end = line_start(source.text, element.start), line_end(source.text, element.start)
        line = source.text[start:end]
        alone = source.text[start : element.start].strip() == "" and element.end == end
        bracketed = source.text[:start].rstrip()[-1:] in ("(", "[", "{")
        if not alone or not bracketed or len(line) <= width or element.line - 1 in kept:
            continue
        dots = sorted(_chain_dots(element, source))
        if len(dots) >= 2:
            indent = source.eol + line_indent(source.text, element.start)
            text = source.text[element.start : dots[0]]
            for at, dot in enumerate(dots):
                following = dots[at + 1] if at + 1 < len(dots) else element.end
                text += indent + source.text[dot:following]
            return Edit(start=element.start, end=element.end, text=text)
    return None


def _chain_dots(element: Element, source: Source) -> list[int]:
    """The offsets of the dots before called members, without one right after a plain first name."""
    calls = {shape.kind: shape for shape in source.language.calls}
    members = {shape.kind: shape for shape in source.language.members}
    found = []
    node: Element | None = element
    while node is not None and node.kind in calls:
        callee = node.labels.get(calls[node.kind].key)
        if callee is None or callee.kind not in members:
            break
        below = callee.labels.get(members[callee.kind].value)
        if below is not None and below.children:
            found.append(below.end)
        node = below
    return found


def old_lines(before: str, text: str) -> frozenset[int]:
    """The numbers, from 0, of the lines that stood there before."""
    if not before:
        return frozenset()
    matcher = SequenceMatcher(None, before.splitlines(), text.splitlines(), autojunk=False)
    return frozenset(
        number
        for block in matcher.get_matching_blocks()
        for number in range(block.b, block.b + block.size)
    )


def _is_kept(element: Element, kept: frozenset[int]) -> bool:
    first = element.line - 1
    return any(line in kept for line in range(first, first + element.text.count("\n") + 1))


def _join(element: Element, source: Source, width: int) -> Edit | None:
    """A list on a line of its own without a closing comma, which now fits beside its brackets."""
    inner = source.text[element.start + 1 : element.end - 1]
    body = inner.strip()
    spread = inner[: len(inner) - len(inner.lstrip())]
    lone = element.kind in source.language.lone_comma and len(element.named_children) == 1
    closed = body.endswith(",") and not lone
    if "\n" not in spread or "\n" in body or closed or "#" in body or "//" in body:
        return None
    line = source.text[line_start(source.text, element.start) : element.start]
    rest = source.text[element.end : line_end(source.text, element.end)]
    opening, closing = source.text[element.start], source.text[element.end - 1]
    joined = opening + body + closing
    if len(line + joined + _code(rest, source)) > width:
        return None
    return Edit(start=element.start, end=element.end, text=joined)


def _code(text: str, source: Source) -> str:
    """The text without a comment that closes the line: formatters let one stand out."""
    return re.sub(r"\s+(#|//).*$", "", text) if source.language.comments else text


def _split(element: Element, lists: list[Element], source: Source, width: int) -> Edit | None:
    start, end = line_start(source.text, element.start), line_end(source.text, element.start)
    line = source.text[start:end]
    if len(_code(line, source)) <= width or element.end > end:
        return None
    last = max(
        (
            each
            for each in lists
            if start <= each.start and each.end <= end and not _hugs(each, source)
        ),
        key=lambda each: (each.end, -each.start),
        default=None,
    )
    if element is not last:
        return None
    indent = line_indent(source.text, element.start)
    body = source.text[element.start + 1 : element.end - 1].strip()
    whole = indent + source.indent + body.rstrip(",")
    if not source.language.wrap_whole or len(whole) > width:
        return _one_by_one(element, source)
    return _spread(element, source, [body.rstrip(",")], last="")


def _hugs(element: Element, source: Source) -> bool:
    """Whether the brackets of a call stay beside those of its last argument: `send({` … `})`."""
    language = source.language
    if not language.hugs or element.kind not in language.arguments:
        return False
    last = element.named_children[-1].kind if element.named_children else ""
    return last in (*language.mappings, *language.collections, *language.function_values)


def _explode(element: Element, source: Source, width: int) -> Edit | None:
    """A list whose content stands on one line of its own that is too long."""
    inner = source.text[element.start + 1 : element.end - 1]
    body = inner.strip()
    alone = inner.lstrip() != inner and "\n" in inner[: len(inner) - len(inner.lstrip())]
    if not alone or "\n" in body or body.endswith(","):
        return None
    start = source.text.index(body, element.start)
    line = source.text[line_start(source.text, start) : line_end(source.text, start)]
    return _one_by_one(element, source) if len(_code(line, source)) > width else None


def _one_by_one(element: Element, source: Source) -> Edit | None:
    clause = source.language.comprehensions.get(element.kind)
    if clause is not None:
        first = next(each for each in element.children if each.kind == clause)
        head = source.text[element.start + 1 : first.start].strip()
        clauses = [each.text for each in element.named_children if each.start >= first.start]
        return _spread(element, source, [head, *clauses], last="", between="")
    layout = read_layout(element, source.language)
    texts = [source.text[item.lead : item.tail] for item in layout.items]
    if {layout.gap_after(at).strip() for at in range(len(texts) - 1)} - {","}:
        return None
    return _spread(element, source, texts, last=",")


def _spread(
    element: Element, source: Source, texts: list[str], *, last: str, between: str = ","
) -> Edit:
    indent = line_indent(source.text, element.start)
    deeper = source.eol + indent + source.indent
    opening, closing = source.text[element.start], source.text[element.end - 1]
    body = (between + deeper).join(texts) + last
    text = opening + deeper + body + source.eol + indent + closing
    return Edit(start=element.start, end=element.end, text=text)
