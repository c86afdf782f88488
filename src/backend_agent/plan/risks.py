"""Sections that say what can be hurt: clients, existing behaviour, and safety."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from backend_agent.plan.situation import Situation, Twin, join_names, say_technology
from backend_agent.plan.texts import removes_lines
from backend_agent.values.task import ResourceSpec

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def list_compatibility(situation: Situation) -> tuple[str, ...]:
    """Routes that come, existing ones that stay, and existing lines that change."""
    proposal, existing = situation.proposal, situation.application.routes
    lines = []
    if proposal.routes_added:
        names = ", ".join(str(key) for key in proposal.routes_added)
        lines.append(f"{len(proposal.routes_added)} new routes: {names}")
        lines.append(
            f"the {len(existing)} existing routes keep path, request and response; clients see "
            "additions only, generated ones are generated again"
            if existing
            else "no existing route was read, so none can be compared"
        )
    modified = [change for change in proposal.changes if change.action == "modify"]
    rewritten = tuple(change.path for change in modified if removes_lines(change))
    deleted = tuple(change.path for change in proposal.changes if change.action == "delete")
    grown = tuple(change.path for change in modified if change.path not in rewritten)
    if grown:
        lines.append(f"only lines are added to {join_names(grown)}")
    if rewritten:
        lines.append(f"existing lines change in {join_names(rewritten)}")
    if deleted:
        lines.append(f"deleted: {join_names(deleted)}")
    return tuple(lines)


def list_security(situation: Situation) -> tuple[str, ...]:
    """Guards that travel, ownership, what a body may set, bounds, and who writes SQL."""
    open_ = [twin for twin in situation.twins if twin.old and not twin.old.access_guards]
    permissions = [
        note
        for note in situation.proposal.notes
        if note.kind == "permission" and not any(_names(note.text, twin) for twin in open_)
    ]
    untold = [
        twin for twin in situation.twins if not any(_names(note.text, twin) for note in permissions)
    ]
    lines = [*_guard_lines(untold)]
    lines += [note.text + (f" ({note.evidence})" if note.evidence else "") for note in permissions]
    lines += _open_lines(open_)
    resource = situation.resource
    if resource is not None:
        lines += _body_lines(resource)
        orm = situation.component.technology("orm")
        if orm:
            lines.append(f"no SQL is written by hand: queries go through {say_technology(orm)}")
    elif situation.proposal.routes_added:
        names = ", ".join(str(key) for key in situation.proposal.routes_added)
        lines.append(f"whoever reaches the service reaches {names}, unless a new line guards them")
    return tuple(lines)


def _names(text: str, twin: Twin) -> bool:
    """Whether the text speaks of the route to add."""
    return re.search(rf"(?<!\S){re.escape(str(twin.new))}(?![\w/{{])", text) is not None


def _guard_lines(twins: Sequence[Twin]) -> Iterable[str]:
    """One line per set of guards."""
    groups: dict[tuple[str, ...], list[Twin]] = {}
    for twin in twins:
        if twin.old is not None and twin.old.access_guards:
            groups.setdefault(twin.old.access_guards, []).append(twin)
    for guards, members in groups.items():
        routes = ", ".join(str(twin.new) for twin in members)
        yield f"guarded by {join_names(guards)}{_example(members)}: {routes}"
    unknown = ", ".join(str(twin.new) for twin in twins if twin.old is None)
    if unknown:
        yield f"no existing route has this form, so guards must be chosen: {unknown}"


def _open_lines(twins: Sequence[Twin]) -> Iterable[str]:
    """Routes whose guards, if any, do not ask who is calling; a wrong calm would be worse."""
    if not twins:
        return
    routes = ", ".join(str(twin.new) for twin in twins)
    yield f"nothing that asks who is calling was found{_example(twins)}: {routes}"
    changing = ", ".join(str(twin.new) for twin in twins if twin.new.method in UNSAFE)
    if changing:
        yield f"so anyone may call {changing}, unless something outside guards it"


def _example(twins: Sequence[Twin]) -> str:
    route = twins[0].old
    return f", as on {route.key} ({route.evidence})" if route else ""


def _body_lines(resource: ResourceSpec) -> Iterable[str]:
    names = join_names(tuple(field.name for field in resource.fields))
    yield f"a body must be able to set {names} and nothing else: not id, owner or timestamps"
    unbounded = tuple(
        field.name
        for field in resource.fields
        if field.type in ("string", "text") and field.max is None and not field.arguments
    )
    if unbounded:
        yield f"no longest length is asked for: {join_names(unbounded)}; the exemplar's limit applies"
    personal = tuple(field.name for field in resource.fields if field.type == "email")
    if personal:
        yield f"{join_names(personal)} is personal data: never in logs"
    if resource.owner:
        yield f"each {resource.name} belongs to one {resource.owner}; the service checks it"
