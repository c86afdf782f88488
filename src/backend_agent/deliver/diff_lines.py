"""A unified diff as rows with line numbers, the changed words of a changed line marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
ALIKE = 0.4
"""Below this likeness two lines are different lines, and marked words would only confuse."""
LONGEST_MARKED = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A piece of a line; `strong` = these characters changed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """`old`/`new` are line numbers from 1, 0 where the line is not on that side."""

    kind: Literal["same", "add", "del", "hunk"]
    parts: tuple[Part, ...]
    sign: str = ""
    old: int = 0
    new: int = 0


def read_diff(diff: str) -> tuple[DiffLine, ...]:
    """Rows of a diff of this package; () for a text that is none."""
    numbered = tuple(_number_lines(diff.split("\n")))
    rows: list[DiffLine] = []
    for kind, group in groupby(numbered, key=lambda line: line.kind in ("add", "del")):
        lines = tuple(group)
        rows += _mark_block(lines) if kind else lines
    return tuple(rows)


def _number_lines(lines: list[str]) -> Iterator[DiffLine]:
    old = new = 0
    for line in lines:
        hunk = _HUNK.match(line)
        if hunk:
            old, new = int(hunk[1]), int(hunk[2])
            yield DiffLine(kind="hunk", parts=(Part(text=line),))
        elif not (old or new):
            continue
        elif line.startswith("+"):
            yield DiffLine(kind="add", sign="+", new=new, parts=(Part(text=line[1:]),))
            new += 1
        elif line.startswith("-"):
            yield DiffLine(kind="del", sign="−", old=old, parts=(Part(text=line[1:]),))
            old += 1
        else:
            yield DiffLine(kind="same", old=old, new=new, parts=(Part(text=line[1:]),))
            old, new = old + 1, new + 1


def _mark_block(lines: tuple[DiffLine, ...]) -> Iterator[DiffLine]:
    """Removed lines beside the added ones that replace them, pair by pair."""
    removed = [line for line in lines if line.kind == "del"]
    added = [line for line in lines if line.kind == "add"]
    pairs = {}
    if len(removed) == len(added):
        for before, after in zip(removed, added, strict=True):
            marked = _mark_pair(before.parts[0].text, after.parts[0].text)
            if marked:
                pairs[before], pairs[after] = marked
    for line in lines:
        yield replace(line, parts=pairs[line]) if line in pairs else line


def _mark_pair(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]] | None:
    if max(len(before), len(after)) > LONGEST_MARKED:
        return None
    left, right = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    old: list[Part] = []
    new: list[Part] = []
    for tag, start, end, other, other_end in matcher.get_opcodes():
        for parts, words in ((old, left[start:end]), (new, right[other:other_end])):
            if words:
                parts.append(Part(text="".join(words), strong=tag != "equal"))
    return tuple(old), tuple(new)
