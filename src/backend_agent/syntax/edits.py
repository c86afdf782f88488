"""Text edits at offsets: nothing is re-printed, line ends and indentation stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace `[start, end)` by `text`; an insertion has `start == end`."""

    start: int
    end: int
    text: str


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """All edits at once; two that overlap are a mistake of the caller (ValueError). Insertions at
    the same offset keep their order."""
    result: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < done:
            raise ValueError(f"edits overlap at offset {edit.start}")
        result += (source[done : edit.start], edit.text)
        done = edit.end
    return "".join(result) + source[done:]


@lru_cache(maxsize=64)
def find_eol(source: str) -> str:
    """The line end that most lines of the text have; a line feed where there is none."""
    windows = source.count("\r\n")
    return "\r\n" if windows > source.count("\n") - windows else "\n"


def line_start(source: str, offset: int) -> int:
    return source.rfind("\n", 0, offset) + 1


def line_end(source: str, offset: int) -> int:
    """The offset of the line's end, before its line break."""
    found = source.find("\n", offset)
    end = len(source) if found < 0 else found
    return end - 1 if end > offset and source[end - 1] == "\r" else end


def line_indent(source: str, offset: int) -> str:
    """The white space that the line of `offset` begins with."""
    start = line_start(source, offset)
    text = source[start : line_end(source, start)]
    return text[: len(text) - len(text.lstrip())]


def compact_text(text: str) -> str:
    """The text without white space and trailing commas: equal for two layouts of the same code."""
    packed = "".join(text.split())
    for close in ")]}":
        packed = packed.replace("," + close, close)
    return packed
