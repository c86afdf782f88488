"""Folds sentences that became too long for their line: documentation strings and comments."""

from __future__ import annotations

from backend_agent.implement.analogy.layout import is_block
from backend_agent.implement.analogy.source import Source
from backend_agent.implement.analogy.wrap import old_lines
from backend_agent.syntax.edits import Edit, apply_edits, line_indent, line_start
from backend_agent.syntax.element import Element

_ROUNDS = 50


def fold_prose(text: str, original: Source, width: int, before: str = "") -> str:
    """`text` with each long sentence going on below its beginning, where the original's own keep the
    width. Lines of `before` stay."""
    if any(_find_end(each, width) for each in _list_prose(original)):
        return text
    for _ in range(_ROUNDS):
        source = Source(original.path, text, original.language)
        kept = old_lines(before, text)
        edit = next(
            (
                _fold(each, source, width)
                for each in _list_prose(source)
                if _find_end(each, width) and each.line - 1 not in kept
            ),
            None,
        )
        if edit is None:
            break
        text = apply_edits(text, [edit])
    return text


def _list_prose(source: Source) -> list[Element]:
    """Comments on lines of their own, and texts that are a statement."""
    language = source.language
    found = []
    for element in source.root.walk():
        above = element.parent
        told = language.literals.get(element.kind) == "text" and (
            above is not None and above.parent is not None and is_block(above.parent, language)
            and above.start == element.start and above.end == element.end
        )  # fmt: skip
        alone = not source.text[line_start(source.text, element.start) : element.start].strip()
        if alone and (told or element.kind in language.comments):
            found.append(element)
    return found


def _find_end(element: Element, width: int) -> int:
    """Where the line of the sentence ends, if it is too long and can be folded; else 0."""
    source = element.source
    start = line_start(source, element.start)
    first = element.text.split("\n", 1)[0].rstrip("\r")
    end = element.start + len(first)
    if end - start <= width:
        return 0
    head = source[element.start : start + width]
    return end if " " in head.strip(" #/'\"") else 0


def _fold(element: Element, source: Source, width: int) -> Edit | None:
    start = line_start(source.text, element.start)
    at = source.text.rfind(" ", element.start, start + width + 1)
    if at <= element.start + 2:
        return None
    mark = element.text[: len(element.text) - len(element.text.lstrip("#/"))]
    again = f"{mark} " if element.kind in source.language.comments else ""
    indent = line_indent(source.text, element.start)
    return Edit(start=at, end=at + 1, text=source.eol + indent + again)
