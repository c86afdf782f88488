"""What is known of the files a migration tool writes: how rows that are there get a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """One form of a new column that may not be null, in a file whose path matches `files`.

    `column` is a regex with {table} and {name}; `default` is put at the end of its group `column`,
    with {value} for the SQL text that rows get. `after` follows the whole match on a line of its own,
    indented as it, and takes the default away again; it is left out for the databases in `keeps`,
    which cannot do that. `escape` are pairs of texts that {value} may not hold as they are.
    """

    files: str
    column: str
    default: str
    after: str = ""
    keeps: tuple[str, ...] = ()
    escape: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationFormat:
    """One `technologies/<kind>/<id>/migration.toml`."""

    backfills: tuple[Backfill, ...] = ()
