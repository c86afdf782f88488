"""Whether a field really arrived: the changed code is read again as the application it declares."""

from __future__ import annotations

from collections.abc import Callable

from backend_agent.implement.analogy.exemplar import list_entities
from backend_agent.implement.analogy.scope import Transplant
from backend_agent.values.application import Application, Entity
from backend_agent.values.changes import FileChange, Refusal
from backend_agent.world.tree import OverlayTree, Tree

_MAKING = ("POST", "PUT", "PATCH")


def check_written(
    transplant: Transplant,
    before: Application,
    changes: tuple[FileChange, ...],
    read_again: Callable[[Tree], Application],
) -> tuple[Refusal, ...]:
    """Refuses where the resource's class did not gain a field, or no request can give it a value."""
    entity = transplant.exemplar.entity
    after = read_again(OverlayTree(transplant.codebase.tree, changes))
    refusals: list[Refusal] = []
    for new in transplant.fields.new:
        if before.models or before.schemas:
            grown = _find(entity.name, list_entities(after))
            if grown is None or new.name not in _names(grown):
                refusals.append(
                    Refusal(
                        subject=new.name,
                        reason=f"{entity.name} declares its fields in a way that is not known, so "
                        "nothing could be added to it",
                        path=entity.evidence.path,
                        line=entity.evidence.line,
                    )
                )
                continue
        refusals += _refuse_unsent(new.name, transplant, before, after, required=new.required)
    return tuple(refusals)


def _refuse_unsent(
    name: str, transplant: Transplant, before: Application, after: Application, *, required: bool
) -> list[Refusal]:
    """A schema that is sent and listed fields before, and cannot carry the new one."""
    fields = {each.name for each in transplant.fields.old}
    sent = [route.request_schema for route in transplant.exemplar.routes if route.method in _MAKING]
    listing = [
        schema
        for schema in dict.fromkeys(sent)
        if (known := _find(schema, before.schemas)) is not None and _names(known) & fields
    ]
    blind = [
        schema
        for schema in listing
        if (grown := _find(schema, after.schemas)) is None or name not in _names(grown)
    ]
    if not blind or (not required and len(blind) < len(listing)):
        return []
    known = _find(blind[0], before.schemas)
    assert known is not None
    return [
        Refusal(
            subject=name,
            reason=f"{blind[0]} is sent to make or change a {transplant.exemplar.entity.name}, and "
            f"nothing in it shows where {name} belongs",
            path=known.evidence.path,
            line=known.evidence.line,
        )
    ]


def _find(name: str, entities: tuple[Entity, ...]) -> Entity | None:
    return next((each for each in entities if each.name == name), None)


def _names(entity: Entity) -> set[str]:
    return {each.name for each in entity.attributes}
