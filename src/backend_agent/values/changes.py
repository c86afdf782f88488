"""What implement answers: files before and after, what was refused, and what a person must know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from backend_agent.values.evidence import Evidence

NoteKind = Literal["limit", "permission", "assumption", "decision", "choice", "left", "environment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteKey:
    """Method in capitals and path with `{name}` parameters, as the running application serves it."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One path. `before` None = created, `after` None = deleted; bytes, so nothing is converted.
    `like` is the path of the file that a created one was made like."""

    path: str
    before: bytes | None
    after: bytes | None
    mode: int = 0o644
    purpose: str = ""
    maker: str = ""
    like: str = ""

    @property
    def action(self) -> Literal["create", "modify", "delete"]:
        if self.before is None:
            return "create"
        return "delete" if self.after is None else "modify"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A part that was not done: what, where, why, and the exact text a person could put there."""

    subject: str
    reason: str
    path: str = ""
    line: int = 0
    snippet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that travelled or was decided: an inherited limit, a permission, an assumption."""

    kind: NoteKind
    text: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the repository leaves open: `subject`, what was `taken`, and the `others` that may be tried
    where its own checks refuse that one."""

    subject: str
    taken: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that an existing table gains or loses. `filled` = it may not be null, so rows that are
    there need a value where it comes (or comes back): the SQL text `value`, "" where none is known."""

    table: str
    name: str
    filled: bool = False
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSet:
    """A virtual tree of changes; nothing here has touched a disk. `already` names what was present,
    `indexes_added` columns of existing tables that begin an index now."""

    changes: tuple[FileChange, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Note, ...] = ()
    already: tuple[str, ...] = ()
    routes_added: tuple[RouteKey, ...] = ()
    tables_added: tuple[str, ...] = ()
    columns_added: tuple[Column, ...] = ()
    routes_removed: tuple[RouteKey, ...] = ()
    tables_removed: tuple[str, ...] = ()
    columns_removed: tuple[Column, ...] = ()
    indexes_added: tuple[Column, ...] = ()
    choices: tuple[Choice, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(change.path for change in self.changes)

    @property
    def alters_tables(self) -> bool:
        """Whether the database must follow the models by a migration."""
        return bool(
            self.tables_added
            or self.columns_added
            or self.tables_removed
            or self.columns_removed
            or self.indexes_added
        )


def merge_changes(first: ChangeSet, second: ChangeSet) -> ChangeSet:
    """`second` made on top of `first`, as one: each path from its first `before` to its last `after`.

    A path created and deleted again, or ending as it began, is no change.
    """
    merged = {change.path: change for change in first.changes}
    for change in second.changes:
        earlier = merged.pop(change.path, None)
        if earlier is not None:
            change = replace(
                change,
                before=earlier.before,
                purpose=earlier.purpose or change.purpose,
                maker=earlier.maker or change.maker,
                like=earlier.like or change.like,
            )
        if change.before != change.after:
            merged[change.path] = change
    return ChangeSet(
        changes=tuple(merged[path] for path in sorted(merged)),
        refusals=first.refusals + second.refusals,
        notes=first.notes + second.notes,
        already=first.already + second.already,
        routes_added=first.routes_added + second.routes_added,
        tables_added=first.tables_added + second.tables_added,
        columns_added=first.columns_added + second.columns_added,
        routes_removed=first.routes_removed + second.routes_removed,
        tables_removed=first.tables_removed + second.tables_removed,
        columns_removed=first.columns_removed + second.columns_removed,
        choices=first.choices + second.choices,
        indexes_added=first.indexes_added + second.indexes_added,
    )
