"""Keeps lists aligned to their opening bracket where the exemplar's file is laid out that way."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import Layout, is_block, is_layout, read_layout
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.wrap import old_lines
from backend_agent.syntax.edits import Edit, apply_edits, line_end, line_start

_ROUNDS = 200


def align_like(text: str, original: Source, width: int, before: str = "") -> str:
    """`text` with the lines under an opening bracket at its column again, after names on its line
    became longer or shorter, and with what is now too long broken there; unchanged where the
    original has no such list, or one that is not aligned. Lines of `before` stay."""
    known = [layout for layout in _list_layouts(original) if _is_hung(layout)]
    if not known or any(_find_shift(layout) for layout in known):
        return text
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
    source = layout.source
    return "\n" not in source[layout.container.start : layout.items[0].start] and any(
        "\n" in layout.gap_after(at) for at in range(len(layout.items) - 1)
    )


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
    for layout in layouts:
        broken = _break_line(layout, source, width, kept)
        if broken is not None:
            return [broken]
    return []


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


def _break_line(layout: Layout, source: Source, width: int, kept: frozenset[int]) -> Edit | None:
    """A line that is too long breaks before the last item of it that can stand below the first."""
    container = layout.container
    start = line_start(source.text, container.start)
    number = source.text.count("\n", 0, start)
    stop = line_end(source.text, container.start)
    if stop - start <= width or number in kept:
        return None
    column = _column(source.text, layout.items[0].start)
    fitting = [
        at
        for at in range(1, len(layout.items))
        if layout.items[at].lead < stop
        and layout.items[at - 1].tail - start < width
        and column + layout.items[at].tail - layout.items[at].lead < width
    ]
    if not fitting or "\n" in source.text[container.start : layout.items[0].start]:
        return None
    at = fitting[-1]
    before, item = layout.items[at - 1], layout.items[at]
    comma = layout.gap_after(at - 1).rstrip()
    text = (comma or ",") + source.eol + " " * column
    return Edit(start=before.tail, end=item.lead, text=text)
