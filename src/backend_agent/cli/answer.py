"""Prints an answer: JSON for programs, or what a person reads."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from backend_agent.values.plain import to_plain


def print_json(value: object) -> None:
    """The value as JSON on standard output, keys in the order of the dataclass."""
    click.echo(json.dumps(to_plain(value), indent=2, ensure_ascii=False))


def print_table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table; the first column is never broken, on a terminal the others fold, piped none does."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    piped = not sys.stdout.isatty()
    for number, heading in enumerate(headings):
        table.add_column(heading, overflow="fold", no_wrap=piped or number == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(width=10_000 if piped else None).print(table)
