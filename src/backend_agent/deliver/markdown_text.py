"""Markdown that no file name, message or diff can break out of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~!&])")


def plain(text: str) -> str:
    """One line in which nothing is markup."""
    return _SPECIAL.sub(r"\\\1", _one_line(text))


def code(text: str) -> str:
    """A code span, with as many backticks as the text needs (CommonMark 6.1)."""
    line = _one_line(text).strip()
    runs = [len(run) for run in re.findall("`+", line)]
    ticks = "`" * (max(runs, default=0) + 1)
    pad = " " if runs else ""
    return f"{ticks}{pad}{line}{pad}{ticks}" if line else ""


def prose(text: str) -> str:
    """A sentence of ours: what stands between single backticks is code, all else is no markup."""
    parts = _one_line(text).split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    return "".join(code(part) if at % 2 else plain(part) for at, part in enumerate(parts))


def fence(text: str, language: str = "") -> list[str]:
    """A fenced block; the fence is longer than any in the text (CommonMark 4.5)."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    shown = "".join(char if char.isprintable() or char in "\n\t" else "�" for char in text)
    return [f"{ticks}{language}", *shown.split("\n"), ticks]


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table whose cells are finished Markdown (of `plain` or `code`)."""
    lines = [_row(headings), _row(["---"] * len(headings))]
    lines += [_row(cells) for cells in rows]
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    # A pipe ends a cell even in a code span, so it is escaped there too (GFM 4.10).
    return "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in cells) + " |"


def bullets(items: Iterable[str]) -> list[str]:
    """A list whose items are finished Markdown."""
    return [*(f"- {item}" for item in items), ""]


def _one_line(text: str) -> str:
    """Inner blanks stay, so that a sentence can be cut into parts and put together again."""
    return "".join(char if char.isprintable() else " " for char in text)
