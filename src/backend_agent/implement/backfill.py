"""Gives rows that are there a value in a required column, in the migration that the tool has written."""

from __future__ import annotations

import re
from dataclasses import replace

from backend_agent.syntax.edits import find_eol, line_indent
from backend_agent.values.changes import Column, FileChange
from backend_agent.values.migration_format import Backfill, MigrationFormat


def fill_columns(
    changes: tuple[FileChange, ...],
    columns: tuple[Column, ...],
    form: MigrationFormat | None,
    databases: frozenset[str],
) -> tuple[tuple[FileChange, ...], tuple[Column, ...], tuple[str, ...]]:
    """The migrations with the values, the columns for which no place was found, and decisions.

    A column that has a default of its own in the migration already needs none of ours.
    """
    missed: list[Column] = []
    decisions: list[str] = []
    for column in columns:
        if not column.filled or not column.value:
            continue
        filled = [_fill(change, column, form, databases) for change in changes]
        told = [said for _, said in filled if said]
        changes = tuple(change for change, _ in filled)
        decisions += told
        if not told:
            missed.append(column)
    return changes, tuple(missed), tuple(decisions)


def _fill(
    change: FileChange,
    column: Column,
    form: MigrationFormat | None,
    databases: frozenset[str],
) -> tuple[FileChange, str]:
    text = (change.after or b"").decode()
    for backfill in form.backfills if form is not None else ():
        if not re.search(backfill.files, change.path):
            continue
        pattern = backfill.column.replace("{table}", re.escape(column.table))
        found = re.search(pattern.replace("{name}", re.escape(column.name)), text)
        if found is None:
            continue
        written = _write(text, found, backfill, column, databases)
        steps = "the default goes again in the same migration"
        if not backfill.after or databases & set(backfill.keeps):
            steps = "the database keeps that default"
        said = f"{column.name} is added with the default {column.value} for existing rows; {steps}"
        return replace(change, after=written.encode()), said
    return change, ""


def _write(
    text: str,
    found: re.Match[str],
    backfill: Backfill,
    column: Column,
    databases: frozenset[str],
) -> str:
    value = column.value
    for old, new in backfill.escape:
        value = value.replace(old, new)
    end, whole = found.end("column"), found.end()
    after = ""
    if backfill.after and not databases & set(backfill.keeps):
        line = find_eol(text) + line_indent(text, found.start())
        names = backfill.after.replace("{table}", column.table).replace("{name}", column.name)
        after = "".join(line + part for part in names.splitlines())
    return (
        text[:end]
        + backfill.default.replace("{value}", value)
        + text[end:whole]
        + after
        + text[whole:]
    )
