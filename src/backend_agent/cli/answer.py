"""Prints an answer: JSON for programs, or lines and tables that a person reads."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Sequence

import click

from backend_agent.values.plain import to_plain

NARROWEST = 12
USUAL_WIDTH = 100


def print_json(value: object) -> None:
    """The value as JSON on standard output, keys in the order of the dataclass."""
    click.echo(json.dumps(to_plain(value), indent=2, ensure_ascii=False))


def is_coloured() -> bool | None:
    """False where NO_COLOR is set (no-color.org); None lets the terminal decide."""
    return False if os.environ.get("NO_COLOR") else None


def printable(text: str) -> str:
    """The text without what a terminal would obey; names in a repository are not ours."""
    return "".join(char if char.isprintable() else "�" for char in text.expandtabs(4))


def say(text: str, *, colour: str = "", bold: bool = False, dim: bool = False) -> None:
    """One line, as long as it is."""
    shown = printable(text)
    if colour or bold or dim:
        shown = click.style(shown, fg=colour or None, bold=bold or None, dim=dim or None)
    click.echo(shown)


def say_item(text: str, *, lead: str = "  - ") -> None:
    """One item of a list; on a terminal its further lines stand below its first word."""
    shown, width = printable(text), terminal_width()
    if width is None or len(lead) + len(shown) <= width:
        click.echo(lead + shown)
        return
    inner = " " * len(lead)
    wrapped = textwrap.wrap(
        shown, max(width, 40), initial_indent=lead, subsequent_indent=inner,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    click.echo("\n".join(wrapped))


def terminal_width() -> int | None:
    """The columns of the terminal that is written to; None when there is none (a pipe, a file)."""
    if not sys.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL_WIDTH
    except OSError:
        return USUAL_WIDTH


def print_table(
    headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, cut: int | None = None
) -> None:
    """Aligned columns without frames. No cell is ever broken; on a terminal that is too narrow the
    column number `cut` ends in …, and piped nothing does."""
    cells = [tuple(printable(cell) for cell in row) for row in (headings, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    room = terminal_width()
    if cut is not None and room is not None:
        others = sum(widths) - widths[cut] + 2 * (len(widths) - 1)
        widths[cut] = min(widths[cut], max(room - others, NARROWEST))
    for number, row in enumerate(cells):
        shown = [_fit(cell, width) for cell, width in zip(row, widths, strict=True)]
        line = "  ".join(shown).rstrip()
        if number or line:
            click.echo(line if number else click.style(line, dim=True))


def _fit(cell: str, width: int) -> str:
    return cell.ljust(width) if len(cell) <= width else f"{cell[: width - 1]}…"
