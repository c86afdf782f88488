"""The SQLite file behind the embedded engine: every connection safe against a kill, and alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend_agent.values.errors import InputError

if TYPE_CHECKING:
    from sqlalchemy import Engine

BUSY_TIMEOUT = 30_000
"""Milliseconds a writer waits for another before it gives up."""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


def connect_file(database: Path, *, now: Callable[[], float]) -> Engine:
    """An engine on `database` whose connections all wait for locks, write through to the disk, keep
    foreign keys and open their transactions as writers at once (two readers that both want to write
    would fail each other). `now` in seconds since 1970, with fractions.

    The durable engine sets none of this on an engine it did not make itself. Its clock is
    `unixepoch('subsec')`, which SQLite knows from 3.42 on and answers with NULL before."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(f"sqlite:///{database}")

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        if not _knows_fractions(connection):
            connection.create_function("unixepoch", -1, lambda *asked: _tell_time(asked, now))
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    sqlalchemy.event.listen(engine, "connect", prepare)
    return engine


def is_trouble(error: Exception) -> bool:
    """Whether `error` says that the file could not be read or written."""
    import sqlalchemy

    return isinstance(error, sqlalchemy.exc.DBAPIError)


def explain_trouble(error: Exception) -> InputError:
    """A full disk, a read-only folder, a damaged file, as what a person can do something about."""
    cause = getattr(error, "orig", None) or error
    return InputError(
        f"the run's database cannot be used ({cause})",
        hint="make room on the disk and the run's folder writable, then resume the run",
    )


def _knows_fractions(connection: Any) -> bool:
    import sqlite3

    try:
        row = connection.execute("SELECT unixepoch('subsec')").fetchone()
    except sqlite3.OperationalError:
        return False
    return isinstance(row[0], float)


def _tell_time(asked: tuple[object, ...], now: Callable[[], float]) -> float | int | None:
    """`unixepoch` for the present moment, whole or with fractions; NULL for anything else, as SQLite
    answers what it does not understand."""
    if not set(asked) <= {"now", "subsec", "subsecond"}:
        return None
    moment = now()
    return moment if {"subsec", "subsecond"} & set(asked) else int(moment)
