"""Takes a known change of a text back, on a text that has moved on since: line by line, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The first line (from 1) of the text as it is now at which it no longer is as the change left it."""

    line: int


def revert_text(before: str, after: str, now: str) -> str | Overlap:
    """`now` without what led from `before` to `after`; every other edit stays.

    A place that was changed since inside what is to be taken back is an Overlap: nothing is guessed.
    """
    if now == after:
        return before
    old, made, current = (text.splitlines(keepends=True) for text in (before, after, now))
    back = _find_edits(made, old)
    since = _find_edits(made, current)
    for start, end, *_ in back:
        for first, last, at, _ in since:
            if _overlap(start, end, first, last):
                return Overlap(line=min(at + 1, max(len(current), 1)))
    result: list[str] = []
    done = 0
    edits = [(start, end, old[a:b]) for start, end, a, b in back]
    edits += [(start, end, current[a:b]) for start, end, a, b in since]
    for start, end, lines in sorted(edits, key=lambda each: (each[0], each[1])):
        result += made[done:start] + lines
        done = max(done, end)
    return "".join(result + made[done:])


def _find_edits(one: list[str], two: list[str]) -> list[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return [(a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _overlap(start: int, end: int, first: int, last: int) -> bool:
    """Touching ends do not overlap; an insertion strictly inside does, and so do two at one place."""
    if start == end and first == last:
        return start == first
    return first < end and start < last
