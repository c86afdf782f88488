"""Sections that say what can be hurt: clients, existing behaviour, and safety."""

from __future__ import annotations

from collections.abc import Iterable

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
    grown = len(modified) - len(rewritten)
    if grown:
        lines.append(f"{grown} existing files only gain lines")
    if rewritten:
        lines.append(f"existing lines change in {join_names(rewritten)}")
    if deleted:
        lines.append(f"deleted: {join_names(deleted)}")
    return tuple(lines)


def list_security(situation: Situation) -> tuple[str, ...]:
    """Guards that travel, ownership, what a body may set, bounds, and who writes SQL."""
    lines = [*_guard_lines(situation.twins)]
    lines += [
        note.text + (f" ({note.evidence})" if note.evidence else "")
        for note in situation.proposal.notes
        if note.kind == "permission"
    ]
    resource = situation.resource
    if resource is not None:
        lines += _body_lines(resource)
        orm = situation.component.technology("orm")
        if orm:
            lines.append(
                f"no SQL is written by hand: every query goes through {say_technology(orm)}"
            )
    return tuple(lines)


def _guard_lines(twins: Iterable[Twin]) -> Iterable[str]:
    groups: dict[tuple[str, ...], list[Twin]] = {}
    unknown = []
    for twin in twins:
        if twin.old is None:
            unknown.append(str(twin.new))
        else:
            groups.setdefault(twin.old.guards, []).append(twin)
    for guards, members in groups.items():
        routes = ", ".join(str(twin.new) for twin in members)
        example = members[0].old
        where = f", as {example.key} ({example.evidence})" if example else ""
        if guards:
            yield f"guarded by {join_names(guards)}{where}: {routes}"
        else:
            yield f"no guard was found on the routes these are written after{where}: {routes}"
            changing = [str(twin.new) for twin in members if twin.new.method in UNSAFE]
            if changing:
                yield f"so anyone may call {', '.join(changing)}, unless something outside guards it"
    if unknown:
        yield f"no existing route has this form, so guards must be chosen: {', '.join(unknown)}"


def _body_lines(resource: ResourceSpec) -> Iterable[str]:
    names = join_names(tuple(field.name for field in resource.fields))
    yield f"a body may set {names} and nothing else: id, owner and timestamps are the service's"
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
