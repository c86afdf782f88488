"""The resource to learn from: its names, its fields with their roles, its place among the others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from backend_agent.implement.analogy.lexicon import Lexicon
from backend_agent.syntax.names import carries_words
from backend_agent.syntax.nouns import Noun, read_noun, split_words
from backend_agent.values.application import (
    Application,
    Attribute,
    Entity,
    Relation,
    Route,
)
from backend_agent.values.language import LanguageFormat
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
    the nouns of all other entities. `far_relations` lead to entities whose key it does not hold,
    through something else, which is not copied."""

    entity: Entity
    noun: Noun
    fields: tuple[ExemplarField, ...]
    parents: tuple[Noun, ...]
    children: tuple[Noun, ...]
    others: tuple[Noun, ...]
    routes: tuple[Route, ...]
    far_relations: tuple[Relation, ...] = ()

    @property
    def business(self) -> tuple[ExemplarField, ...]:
        return tuple(each for each in self.fields if each.role != "infrastructure")

    @property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        return self.noun.plural, self.noun.singular


def list_entities(
    application: Application, language: LanguageFormat | None = None
) -> tuple[Entity, ...]:
    """Persistent models; where none is known, the schemas that are no variant of another one. The
    language knows what a variant is called, `GetUserSchema` beside `UserSchema`."""
    if application.models:
        return application.models
    names = {schema.name for schema in application.schemas}
    plain = tuple(
        schema
        for schema in application.schemas
        if not any(schema.name.startswith(name) and schema.name != name for name in names)
    )
    if language is None:
        return plain
    nouns = {schema.name: read_entity_noun(schema.name, language).singular for schema in plain}
    return tuple(
        schema
        for schema in plain
        if not any(_is_variant(nouns[schema.name], other, language) for other in nouns.values())
    )


def read_entity_noun(name: str, language: LanguageFormat) -> Noun:
    """What the entity is called without the word for what it is: `UserSchema` and `IUser` are users."""
    words = split_words(name)
    if len(words) > 1 and words[0] in language.entity_marks:
        words = words[1:]
    while len(words) > 1 and words[-1] in language.entity_words:
        words = words[:-1]
    return read_noun("_".join(words))


def _read_nouns(entities: tuple[Entity, ...], language: LanguageFormat) -> dict[str, Noun]:
    """Beside a `Tool` a `ToolType` is called by its whole name."""
    whole = {each.name: read_noun(each.name) for each in entities}
    short = {each.name: read_entity_noun(each.name, language) for each in entities}
    return {
        name: whole[name] if noun != whole[name] and noun in whole.values() else noun
        for name, noun in short.items()
    }


def _is_variant(words: tuple[str, ...], other: tuple[str, ...], language: LanguageFormat) -> bool:
    if len(words) <= len(other) or not carries_words("_".join(words), other):
        return False
    rest = [word for word in words if word not in other]
    return all(word in (*language.making_words, *language.variant_words) for word in rest)


class Survey:
    """What concerns every entity of the application at once, so that ranking stays linear in them."""

    def __init__(self, application: Application, language: LanguageFormat) -> None:
        self.language = language
        self.entities = list_entities(application, language)
        self.nouns = _read_nouns(self.entities, language)
        known = {each.name: each for each in (*application.schemas, *application.models)}
        self.attributes = {each.name: _inherited_attributes(each, known) for each in self.entities}
        self.routes = assign_routes(tuple(self.nouns.values()), application)
        self.inheriting = Counter(
            place
            for attributes in self.attributes.values()
            for place in {_place(each) for each in attributes}
        )

    def is_shared(self, attribute: Attribute) -> bool:
        """Whether two entities or more have it from the same declaration."""
        return self.inheriting[_place(attribute)] > 1

    def parents_of(self, entity: Entity) -> tuple[Noun, ...]:
        """The entities whose key this entity holds; a key names their table or their class."""
        keys = {each.foreign_key.split(".")[0] for each in self.attributes[entity.name]} - {""}
        if not keys:
            return ()
        known = tuple(
            self.nouns[other.name]
            for other in self.entities
            if other.name != entity.name
            and keys & ({other.table, other.name, "_".join(self.nouns[other.name].singular)} - {""})
        )
        # The class that a relation leads to is a parent too where a library declares its table.
        targets = (read_entity_noun(each.target, self.language) for each in entity.relations)
        unread = tuple(
            noun
            for noun in dict.fromkeys(targets)
            if noun not in self.nouns.values()
            and keys & {"_".join(noun.singular), "_".join(noun.plural)}
        )
        return (*known, *unread)

    @cached_property
    def children(self) -> dict[Noun, tuple[Noun, ...]]:
        """By parent, the entities that hold its key."""
        found: dict[Noun, tuple[Noun, ...]] = {}
        for entity in self.entities:
            for parent in self.parents_of(entity):
                found[parent] = (*found.get(parent, ()), self.nouns[entity.name])
        return found


def _place(attribute: Attribute) -> tuple[str, str, int]:
    return attribute.name, attribute.evidence.path, attribute.evidence.line


def read_exemplar(entity: Entity, survey: Survey, lexicon: Lexicon) -> Exemplar:
    """The entity as an exemplar; its fields include those it inherits."""
    noun = survey.nouns[entity.name]
    routes = survey.routes.get(noun, ())
    fields = tuple(
        _read_common(each, lexicon)
        if survey.is_shared(each)
        else _read_field(each, survey.entities, routes, lexicon)
        for each in survey.attributes[entity.name]
    )
    parents = survey.parents_of(entity)
    others = tuple(
        each for name, each in survey.nouns.items() if name != entity.name and each != noun
    )
    return Exemplar(
        entity=entity,
        noun=noun,
        fields=fields,
        parents=parents,
        children=survey.children.get(noun, ()),
        others=others,
        routes=routes,
        far_relations=tuple(
            each
            for each in entity.relations
            if (target := read_entity_noun(each.target, lexicon.language)) in others
            and target not in parents
        ),
    )


def assign_routes(
    nouns: tuple[Noun, ...], application: Application
) -> dict[Noun, tuple[Route, ...]]:
    """To each noun the routes whose path speaks of it and of no longer-named one."""
    phrases: dict[tuple[str, ...], list[Noun]] = {}
    for noun in nouns:
        for phrase in {noun.plural, noun.singular}:
            phrases.setdefault(phrase, []).append(noun)
    longest = max((len(phrase) for phrase in phrases), default=0)
    found: dict[Noun, tuple[Route, ...]] = {}
    for route in application.routes:
        parts = [part for part in route.path.split("/") if part and not _is_parameter(part)]
        owners = [
            noun
            for words in map(split_words, parts)
            for start in range(len(words))
            for end in range(start + 1, min(start + longest, len(words)) + 1)
            for noun in phrases.get(words[start:end], ())
        ]
        if owners:
            most = max(len(each.singular) for each in owners)
            owner = next(each for each in nouns if each in owners and len(each.singular) == most)
            found[owner] = (*found.get(owner, ()), route)
    return found


def _is_parameter(part: str) -> bool:
    return part[0] in "{:<"


def _inherited_attributes(entity: Entity, known: dict[str, Entity]) -> tuple[Attribute, ...]:
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
        or _is_key_of(attribute.name, entities, lexicon)
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


def _is_key_of(name: str, entities: tuple[Entity, ...], lexicon: Lexicon) -> bool:
    """Whether it is called as the key of another entity, `productId`, though nothing declares it."""
    words = split_words(name)
    if len(words) < 2 or words[-1] != "id":
        return False
    return any(
        read_entity_noun(each.name, lexicon.language).singular == words[:-1] for each in entities
    )


def _holds_name(type_: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", type_) is not None
