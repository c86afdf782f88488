"""Keeps lists aligned to their opening bracket where the exemplar's file is laid out that way."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from backend_agent.implement.analogy.layout import Layout, is_block, is_layout, read_layout
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.wrap import old_lines
from backend_agent.syntax.edits import Edit, apply_edits, line_end, line_start

_ROUNDS = 200


def hangs_lists(sources: Iterable[Source]) -> bool:
    """Whether calls of several lines end on the line of their last argument here: such code is broken
    by hand, and nothing is ever put on lines of its own."""
    hung = spread = 0
    for source in sources:
        if not source.language.hangs:
            continue
        kinds = (*source.language.arguments, *source.language.parameters)
        for layout in _list_layouts(source):
            last = layout.items[-1]
            whole = layout.container
            if whole.kind not in kinds or "\n" not in whole.text or "\n" in last.element.text:
                continue
            alone = "\n" in source.text[last.end : whole.end]
            spread += alone
            hung += not alone
    return hung > spread


def align_like(text: str, original: Source, width: int, before: str = "") -> str:
    """`text` with the lines under an opening bracket at its column again, after names on its line
    became longer or shorter, and with what is now too long broken there. Lines of `before` stay."""
    for _ in range(_ROUNDS):
        source = Source(original.path, text, original.language)
        edits = _next_edits(source, width, old_lines(before, text))
        if not edits:
            break
        text = apply_edits(text, edits)
    return text


def _list_layouts(source: Source) -> list[Layout]:
    language = source.language
    found = (
        read_layout(element, language)
        for element in source.root.walk()
        if is_layout(element, language) and not is_block(element, language)
    )
    return [layout for layout in found if layout.items]


def _is_hung(layout: Layout) -> bool:
    """The first item stands beside the bracket, and another begins a line."""
    gaps = (layout.gap_after(at) for at in range(len(layout.items) - 1))
    return _begins_beside(layout) and any("\n" in gap for gap in gaps)


def _find_shift(layout: Layout) -> tuple[int, int] | None:
    """The first item that begins a line elsewhere than below the first one: its number, and by how
    many columns it is off."""
    wanted = _column(layout.source, layout.items[0].start)
    for at in range(1, len(layout.items)):
        if "\n" in layout.gap_after(at - 1):
            off = wanted - _column(layout.source, layout.items[at].lead)
            if off:
                return at, off
    return None


def _column(text: str, offset: int) -> int:
    return offset - line_start(text, offset)


def _next_edits(source: Source, width: int, kept: frozenset[int]) -> list[Edit]:
    layouts = _list_layouts(source)
    for layout in layouts:
        shift = _find_shift(layout) if _is_hung(layout) else None
        if shift is not None and layout.container.line - 1 not in kept:
            item = layout.items[shift[0]]
            return _shift_lines(source, item.lead, item.tail, shift[1])
    broken = _break_line(source, width, kept)
    return [broken] if broken is not None else []


def _shift_lines(source: Source, start: int, end: int, off: int) -> list[Edit]:
    """Every line from the one that `start` is on to the one that `end` is on, moved sideways."""
    edits = []
    at = line_start(source.text, start)
    while at < end:
        stop = line_end(source.text, at)
        line = source.text[at:stop]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            edits.append(Edit(start=at, end=at + indent, text=" " * max(indent + off, 0)))
        at = stop + len(source.eol)
    return edits


def _break_line(source: Source, width: int, kept: frozenset[int]) -> Edit | None:
    """A line that is too long breaks at the last comma that leaves it short enough, of the outermost
    list that has one on it; the next item stands below the first of its list."""
    layouts = [each for each in _list_layouts(source) if _begins_beside(each)]
    at = 0
    for number, line in enumerate(source.text.split("\n")):
        start, at = at, at + len(line) + 1
        if len(line.rstrip("\r")) <= width or number in kept:
            continue
        for layout in layouts:
            fitting = [
                (before, item)
                for before, item in pairwise(layout.items)
                if start <= before.tail
                and before.tail < start + width
                and item.lead < start + len(line)
                and "\n" not in source.text[before.tail : item.lead]
            ]
            if fitting:
                before, item = fitting[-1]
                column = _column(source.text, layout.items[0].start)
                comma = source.text[before.tail : item.lead].rstrip()
                text = comma + source.eol + " " * column
                return Edit(start=before.tail, end=item.lead, text=text)
    return None


def _begins_beside(layout: Layout) -> bool:
    return "\n" not in layout.source[layout.container.start : layout.items[0].start]
