"""Faults of a request, shown where they are: the text, a caret below it, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from backend_agent.values.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of `line`; `start` is its first character, from 0."""

    text: str
    start: int
    line: str


def fault_at(piece: Piece, problem: str, *, hint: str) -> InputError:
    """An error that shows the line and marks the piece; columns count from 1."""
    marks = " " * piece.start + "^" * max(1, len(piece.text))
    return InputError(
        f"{problem} (column {piece.start + 1})\n    {piece.line}\n    {marks}", hint=hint
    )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean X? ` for the nearest known word, or ""."""
    near = get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`? " if near else ""


def split_pieces(
    line: str, separator: str, *, text: str | None = None, start: int = 0
) -> tuple[Piece, ...]:
    """`text` (a part of `line` beginning at `start`) cut at the separator, positions kept."""
    pieces = []
    at = start
    for part in (line if text is None else text).split(separator):
        pieces.append(Piece(text=part, start=at, line=line))
        at += len(part) + len(separator)
    return tuple(pieces)
