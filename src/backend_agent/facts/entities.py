"""Models and schemas: classes by what they inherit from, and variables by the call that makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.code import Assign
from backend_agent.facts.fields import ClassFields, read_call_fields
from backend_agent.facts.follower import Follower
from backend_agent.facts.lookup import base_name, find_attribute, list_ancestors
from backend_agent.facts.objects import Called, Group, Procedure, Shape
from backend_agent.facts.places import find_at, fits, is_yes
from backend_agent.facts.types import TypeReader
from backend_agent.values.application import Attribute, Entity, Index, Relation
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import CallForm, ClassForm, EntityForm, FactsFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Entities:
    models: tuple[Entity, ...]
    schemas: tuple[Entity, ...]


class EntityReader:
    """Reads the entities of the files it is given; `formats` say what counts as one."""

    def __init__(
        self, follower: Follower, types: TypeReader, formats: tuple[FactsFormat, ...]
    ) -> None:
        self.follower = follower
        self.types = types
        self.forms = tuple(form.entities for form in formats if form.entities)
        self.fields = ClassFields(follower, types, tuple(form.fields for form in self.forms))

    def read(self, paths: tuple[str, ...]) -> Entities:
        """The entities that these files define, in order of files and lines."""
        models: list[Entity] = []
        schemas: list[Entity] = []
        for path in paths:
            if self.follower.modules.is_test(path):
                continue
            for entity in self._entities(path):
                (models if entity.table else schemas).append(entity)
        return Entities(models=tuple(models), schemas=tuple(schemas))

    def is_entity(self, shape: Shape) -> bool:
        return self._classify(shape) is not None

    def class_names(self, path: str) -> Iterator[str]:
        """The classes of the file that are entities, or bases of some."""
        frame = self.follower.frame(path)
        for name, value in frame.names.items():
            if isinstance(value, Shape) and value.frame is frame and self._inherits(value):
                yield name

    def _inherits(self, shape: Shape) -> bool:
        names = {base_name(base) for base in list_ancestors(self.follower, shape)} - {""}
        return any(
            fits(rule.bases, name) for form in self.forms for rule in form.classes for name in names
        )

    def _entities(self, path: str) -> Iterator[Entity]:
        frame = self.follower.frame(path)
        for value in frame.names.values():
            if isinstance(value, Shape) and value.frame is frame:
                found = self._classify(value)
                entity = self._read_shape(value, *found) if found else None
                # A table without columns is the base that gives every table its name.
                if entity and (entity.attributes or not entity.table):
                    yield entity
        for statement in self.follower.modules.statements(path):
            if isinstance(statement, Assign) and statement.name:
                made = frame.names.get(statement.name)
                entity = self._read_called(made, statement, path)
                if entity is not None:
                    yield entity

    def _classify(self, shape: Shape) -> tuple[EntityForm, ClassForm, str] | None:
        """The form that makes the class an entity, and its table ("" = a schema)."""
        names = {base_name(base) for base in list_ancestors(self.follower, shape)} - {""}
        for form in self.forms:
            for rule in form.classes:
                if any(fits(rule.bases, name) for name in names):
                    table = self._table(shape, rule)
                    if table or rule.role == "schema":
                        return form, rule, table
        return None

    def _table(self, shape: Shape, rule: ClassForm) -> str:
        if rule.role == "schema":
            return ""
        if rule.keyword and not any(
            word.name == rule.keyword and is_yes(self.follower.evaluate(word.value, shape.frame))
            for word in shape.definition.keywords
        ):
            return ""
        named = find_attribute(self.follower, shape, rule.attribute) if rule.attribute else None
        if isinstance(named, str):
            return named
        if rule.naming == "lower" or isinstance(named, Procedure):
            return shape.definition.name.lower()
        if rule.naming == "snake":
            return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", shape.definition.name).lower()
        return ""

    def _read_shape(self, shape: Shape, form: EntityForm, rule: ClassForm, table: str) -> Entity:
        attributes: dict[str, Attribute] = {}
        relations: dict[str, Relation] = {}
        owners = [s for s in list_ancestors(self.follower, shape) if isinstance(s, Shape)]
        for owner in (*reversed(owners), shape):
            for found in self.fields.read(owner, form.fields, rule.role):
                if isinstance(found, Attribute):
                    attributes[found.name] = found
                else:
                    relations[found.name] = found
        return Entity(
            name=shape.definition.name,
            evidence=Evidence(
                path=shape.frame.path,
                line=shape.definition.line,
                text=f"class {shape.definition.name}",
            ),
            table=table,
            parents=tuple(base.source for base in shape.definition.bases),
            attributes=tuple(attributes.values()),
            relations=tuple(relations.values()),
            indexes=self._indexes(shape, form),
        )

    def _indexes(self, shape: Shape, form: EntityForm) -> tuple[Index, ...]:
        rule = form.constraints
        if rule is None:
            return ()
        listed = find_attribute(self.follower, shape, rule.attribute)
        found = []
        for item in listed.items if isinstance(listed, Group) else ():
            if not isinstance(item, Called):
                continue
            texts = tuple(value for value in item.arguments if isinstance(value, str))
            if fits(rule.unique, item.name):
                found.append(Index(columns=texts, unique=True))
            elif fits(rule.index, item.name):
                unique = any(p.name == "unique" and is_yes(p.value) for p in item.keywords)
                # An index' first text is its name.
                found.append(Index(columns=texts[1:], unique=unique))
        return tuple(found)

    def _read_called(self, made: object, statement: Assign, path: str) -> Entity | None:
        last = made.name.rsplit(".", 1)[-1] if isinstance(made, Called) else ""
        for call in _chain(made):
            for form in self.forms:
                for rule in form.calls:
                    if fits(rule.call, call.name) and not fits(rule.consumed, last):
                        return self._entity_of(call, rule, statement, path)
        return None

    def _entity_of(self, call: Called, rule: CallForm, statement: Assign, path: str) -> Entity:
        named = find_at(call, rule.name) if rule.name else statement.name
        table = named if rule.role == "model" and isinstance(named, str) else ""
        return Entity(
            name=statement.name,
            evidence=Evidence(path=path, line=statement.line, text=statement.name),
            table=table,
            attributes=read_call_fields(call, rule, path, self.fields.forms),
        )


def _chain(value: object) -> Iterator[Called]:
    """A call and those it was called on, outermost first."""
    while isinstance(value, Called):
        yield value
        value = value.receiver
