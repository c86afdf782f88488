"""Sections that say what is done: sub-tasks, files, dependencies, migrations, architecture."""

from __future__ import annotations

from backend_agent.plan.roles import ROLE_ORDER
from backend_agent.plan.situation import Situation, join_names, order_changes, say_technology
from backend_agent.plan.texts import added_lines
from backend_agent.values.changes import FileChange
from backend_agent.values.plan import PlannedFile
from backend_agent.values.technology import TechnologyKind

USED_KINDS: tuple[TechnologyKind, ...] = (
    "framework", "validation", "orm", "migration", "database", "test",
)  # fmt: skip
_VERBS = {"create": "new", "modify": "changed", "delete": "deleted"}


def plan_files(situation: Situation) -> tuple[PlannedFile, ...]:
    """Every proposed file in the order of the layers, each with a purpose."""
    return tuple(
        PlannedFile(path=change.path, action=change.action, purpose=_purpose(change, situation))
        for change in order_changes(situation)
    )


def _purpose(change: FileChange, situation: Situation) -> str:
    if change.purpose:
        return change.purpose
    role = situation.roles.find(change.path)
    return f"{role or 'other'}: {_VERBS[change.action]}, {len(added_lines(change))} lines more"


def list_sub_tasks(situation: Situation) -> tuple[str, ...]:
    """One line per layer that is touched, bottom up, then migration and checks."""
    component = situation.component
    lines = []
    for role in (*ROLE_ORDER, None):
        changes = [c for c in order_changes(situation) if situation.roles.find(c.path) == role]
        if changes:
            names = join_names(tuple(change.path for change in changes))
            lines.append(f"{role or 'other files'}: {names}")
    tool = component.technology("migration")
    if situation.proposal.alters_tables and tool and situation.revised:
        lines.append(f"migration: let {tool.title} write it from the models")
    if lines:
        kinds = tuple(dict.fromkeys(command.kind for command in component.commands))
        known = tuple(kind for kind in kinds if kind not in ("install", "start", "test-file"))
        lines.append("checks: " + (", ".join(known) if known else "the repository names none"))
    return tuple(f"{at}. {line}" for at, line in enumerate(lines, start=1))


def list_files(situation: Situation) -> tuple[str, ...]:
    return tuple(f"{file.action} `{file.path}`: {file.purpose}" for file in plan_files(situation))


def list_dependencies(situation: Situation) -> tuple[str, ...]:
    """What is there and used, kind by kind; then every manifest the proposal touches."""
    component = situation.component
    lines = []
    for kind in USED_KINDS:
        found = component.technology(kind)
        if found:
            lines.append(f"{kind}: {say_technology(found)} is here and is used")
    touched = _manifest_changes(situation)
    for change in touched:
        added = [text.strip() for _, text in added_lines(change) if text.strip()]
        lines.append(f"new in `{change.path}`: " + "; ".join(added))
    if lines and not touched:
        lines.append("no new package")
    return tuple(lines)


def _manifest_changes(situation: Situation) -> tuple[FileChange, ...]:
    """Changed files in which technologies were seen and that are not written in the language of
    the component's own layers."""
    seen = {each.path for found in situation.component.technologies for each in found.evidence}
    sources = {_suffix(path) for path, _ in situation.roles.known}
    return tuple(
        change
        for change in situation.proposal.changes
        if change.path in seen and _suffix(change.path) not in sources
    )


def _suffix(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2]


def list_migrations(situation: Situation) -> tuple[str, ...]:
    """The tool, the tables, the way back, and what happens to rows that exist."""
    tables = situation.proposal.tables_added
    if situation.proposal.columns_added:
        return _list_columns(situation)
    if situation.proposal.indexes_added:
        return _list_indexes(situation)
    if situation.proposal.tables_removed or situation.proposal.columns_removed:
        return _list_losses(situation)
    gone = tuple(
        change.path
        for change in situation.proposal.changes
        if change.action == "delete" and situation.roles.find(change.path) == "migrations"
    )
    if gone:
        return (f"{join_names(gone)} goes as it came: no commit holds it",)
    if not tables:
        return ()
    tool = situation.component.technology("migration")
    names = join_names(tables)
    if tool is None:
        return (
            f"no migration tool was found: table {names} must be created by you",
            "existing rows: untouched, because no existing table changes",
        )
    if not situation.revised:
        kept = f"{say_technology(tool)} has no revision here"
        return (
            f"{kept}: make one that creates {names} where you keep yours",
            "existing rows: untouched, because no existing table changes",
        )
    database = situation.component.technology("database")
    return (
        f"{say_technology(tool)} writes one new migration that creates {names} and nothing else",
        "reversible: the way down drops only the new table; applied, taken back and applied again",
        "existing rows: untouched, because no existing table changes"
        + (f" ({database.title})" if database else ""),
        *_references(situation),
    )


def _list_columns(situation: Situation) -> tuple[str, ...]:
    """The columns that existing tables gain, and what rows that are there get in them."""
    columns = situation.proposal.columns_added
    tool = situation.component.technology("migration")
    names = join_names(tuple(f"{each.table}.{each.name}" for each in columns))
    rows = [
        f"existing rows: `{each.name}` becomes {each.value}"
        if each.filled
        else f"existing rows: `{each.name}` stays empty (null)"
        for each in columns
    ]
    if tool is None:
        return (f"no migration tool was found: {names} must be added by you", *rows)
    if not situation.revised:
        kept = f"{say_technology(tool)} has no revision here"
        return (f"{kept}: make one that adds {names} where you keep yours", *rows)
    return (
        f"{say_technology(tool)} writes one new migration that adds {names} and nothing else",
        "reversible: the way down drops only these columns; applied, taken back and applied again",
        *rows,
    )


def _list_indexes(situation: Situation) -> tuple[str, ...]:
    """The indexes that existing tables gain, and what building them costs."""
    columns = situation.proposal.indexes_added
    names = join_names(tuple(f"{each.table}.{each.name}" for each in columns))
    tool = situation.component.technology("migration")
    cost = "existing rows: unchanged; building an index locks its table against writes meanwhile"
    if tool is None or not situation.revised:
        return (f"the index on {names} must be made by you, where you keep your migrations", cost)
    return (f"{say_technology(tool)} writes one migration with the index on {names}", cost)


def _list_losses(situation: Situation) -> tuple[str, ...]:
    """What existing tables lose, and that it cannot come back."""
    proposal = situation.proposal
    columns = tuple(f"{each.table}.{each.name}" for each in proposal.columns_removed)
    names = join_names((*proposal.tables_removed, *columns))
    lost = "existing rows: what they hold there is lost, and the way down brings it back empty"
    tool = situation.component.technology("migration")
    if tool is None or not situation.revised:
        return (f"{names} must be dropped by you, where you keep your migrations", lost)
    return (f"{say_technology(tool)} writes one new migration that drops {names} alone", lost)


def _references(situation: Situation) -> tuple[str, ...]:
    resource = situation.resource
    targets = tuple(f.arguments[0] for f in resource.fields if f.type == "ref") if resource else ()
    if not targets:
        return ()
    return (f"foreign keys to {join_names(targets)} get an index, and lock the parent briefly",)


def list_architecture(situation: Situation) -> tuple[str, ...]:
    """The pattern that was seen and how the change stays inside it."""
    architecture = situation.component.architecture
    evidence = ", ".join(str(each) for each in architecture.evidence)
    named = (
        f"the pattern is unknown: {architecture.reason or 'no two signs agree'}; "
        "the exemplar's layout is followed"
        if architecture.name == "unknown"
        else f"{architecture.name}" + (f" ({evidence})" if evidence else "")
    )
    roles = {situation.roles.find(change.path) for change in situation.proposal.changes}
    touched = [role for role in ROLE_ORDER if role in roles]
    lines = [named]
    if touched:
        lines.append(f"layers touched, each as it is used today: {', '.join(touched)}")
        lines.append("no new layer, no new pattern, no new service")
    return tuple(lines)
