"""The resource to learn from: its names, its fields with their roles, its place among the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import Noun, read_noun
from backend_agent.values.application import Application, Attribute, Entity, Route
from backend_agent.values.task import FieldType

FieldRole = Literal["ordinary", "key", "formatted", "behaviour", "infrastructure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemplarField:
    """`type` is canonical, None where the spelling is unknown; `required` = must be given on
    creation (not nullable and without a default)."""

    name: str
    type: FieldType | None
    role: FieldRole
    required: bool
    nullable: bool
    attribute: Attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """`parents` are entities that it belongs to, `children` those that belong to it; `others` are
    the nouns of all other entities."""

    entity: Entity
    noun: Noun
    fields: tuple[ExemplarField, ...]
    parents: tuple[Noun, ...]
    children: tuple[Noun, ...]
    others: tuple[Noun, ...]
    routes: tuple[Route, ...]

    @property
    def business(self) -> tuple[ExemplarField, ...]:
        return tuple(each for each in self.fields if each.role != "infrastructure")

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        return self.noun.plural, self.noun.singular


def list_entities(application: Application) -> tuple[Entity, ...]:
    """Persistent models; where none is known, the schemas that are no variant of another one."""
    if application.models:
        return application.models
    names = {schema.name for schema in application.schemas}
    return tuple(
        schema
        for schema in application.schemas
        if not any(schema.name.startswith(name) and schema.name != name for name in names)
    )


def read_exemplar(entity: Entity, application: Application, lexicon: Lexicon) -> Exemplar:
    """The entity as an exemplar; its fields include those it inherits."""
    entities = list_entities(application)
    nouns = {each.name: read_noun(each.name) for each in entities}
    noun = nouns[entity.name]
    attributes = _inherited_attributes(entity, application)
    routes = find_routes(noun, tuple(nouns.values()), application)
    common = {
        (each.name, each.evidence.path, each.evidence.line)
        for other in entities
        if other.name != entity.name
        for each in _inherited_attributes(other, application)
    }
    fields = tuple(
        _read_field(each, entities, routes, lexicon)
        if (each.name, each.evidence.path, each.evidence.line) not in common
        else _read_common(each, lexicon)
        for each in attributes
    )
    return Exemplar(
        entity=entity,
        noun=noun,
        fields=fields,
        parents=_referenced(entity, attributes, entities, nouns),
        children=tuple(
            nouns[other.name]
            for other in entities
            if other.name != entity.name
            and noun
            in _referenced(other, _inherited_attributes(other, application), entities, nouns)
        ),
        others=tuple(each for name, each in nouns.items() if name != entity.name),
        routes=routes,
    )


def find_routes(noun: Noun, nouns: tuple[Noun, ...], application: Application) -> tuple[Route, ...]:
    """Routes whose path speaks of this resource and of no longer-named one, in their last words."""
    found = []
    for route in application.routes:
        parts = [part for part in route.path.split("/") if part and not _is_parameter(part)]
        owners = [
            each
            for each in nouns
            for part in parts
            if carries_words(part, each.plural, each.singular)
        ]
        if owners and max(owners, key=lambda each: len(each.singular)) == noun:
            found.append(route)
    return tuple(found)


def _is_parameter(part: str) -> bool:
    return part[0] in "{:<"


def _inherited_attributes(entity: Entity, application: Application) -> tuple[Attribute, ...]:
    known = {each.name: each for each in (*application.schemas, *application.models)}
    found: dict[str, Attribute] = {}

    def collect(current: Entity, seen: frozenset[str]) -> None:
        for name in current.parents:
            if name in known and name not in seen:
                collect(known[name], seen | {name})
        found.update({attribute.name: attribute for attribute in current.attributes})

    collect(entity, frozenset({entity.name}))
    return tuple(found.values())


def _read_field(
    attribute: Attribute, entities: tuple[Entity, ...], routes: tuple[Route, ...], lexicon: Lexicon
) -> ExemplarField:
    canonical = lexicon.canonical(attribute.type)
    return ExemplarField(
        name=attribute.name,
        type=canonical,
        role=_field_role(attribute, canonical, entities, routes, lexicon),
        required=attribute.required and not attribute.nullable,
        nullable=attribute.nullable,
        attribute=attribute,
    )


def _read_common(attribute: Attribute, lexicon: Lexicon) -> ExemplarField:
    """What another entity inherits too is the system's, whatever it is called."""
    return ExemplarField(
        name=attribute.name,
        type=lexicon.canonical(attribute.type),
        role="infrastructure",
        required=attribute.required and not attribute.nullable,
        nullable=attribute.nullable,
        attribute=attribute,
    )


def _field_role(
    attribute: Attribute,
    canonical: FieldType | None,
    entities: tuple[Entity, ...],
    routes: tuple[Route, ...],
    lexicon: Lexicon,
) -> FieldRole:
    names = {each.name for each in entities}
    if (
        attribute.primary_key
        or attribute.foreign_key
        or attribute.name in lexicon.language.infrastructure
        or any(name in attribute.type.replace('"', " ").replace("'", " ").split() for name in names)
        or any(_holds_name(attribute.type, name) for name in names)
    ):
        return "infrastructure"
    if canonical is None:
        return "behaviour"
    if attribute.unique and any(f"{{{attribute.name}}}" in route.path for route in routes):
        return "key"
    formed = carries_words(attribute.name, *((w,) for w in lexicon.language.formatted_words))
    if formed or canonical in ("email", "url", "enum", "json"):
        return "formatted"
    return "ordinary"


def _holds_name(type_: str, name: str) -> bool:
    import re

    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", type_) is not None


def _referenced(
    entity: Entity,
    attributes: tuple[Attribute, ...],
    entities: tuple[Entity, ...],
    nouns: dict[str, Noun],
) -> tuple[Noun, ...]:
    """The entities whose key this entity holds."""
    tables = {attribute.foreign_key.split(".")[0] for attribute in attributes} - {""}
    found = []
    for other in entities:
        table_names = {other.table, "_".join(nouns[other.name].singular)} - {""}
        if other.name != entity.name and tables & table_names:
            found.append(nouns[other.name])
    return tuple(found)
