"""Models and schemas: classes by what they inherit from, and variables by the call that makes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.code import Assign
from backend_agent.facts.fields import ClassFields, read_call_fields
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import called_decorators
from backend_agent.facts.lookup import base_name, find_attribute, list_ancestors
from backend_agent.facts.objects import Called, Group, Procedure, Shape, Value
from backend_agent.facts.places import find_at, fits, is_yes, list_texts
from backend_agent.facts.schemafiles import read_schema_files
from backend_agent.facts.types import TypeReader
from backend_agent.values.application import Attribute, Entity, Index, Relation
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import (
    CallForm,
    ClassForm,
    ConstraintForm,
    EntityForm,
    FactsFormat,
)


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
        models: list[Entity] = [
            entity
            for form in self.forms
            for text in form.texts
            for entity in read_schema_files(self.follower.modules, text)
        ]
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
        names = self._base_names(shape) | set(self._mark_names(shape))
        return any(
            fits(rule.bases, name) for form in self.forms for rule in form.classes for name in names
        )

    def _base_names(self, shape: Shape) -> set[str]:
        """What it inherits from, and the decorators that made bases of those of the repository."""
        ancestors = tuple(list_ancestors(self.follower, shape))
        marks = (
            name for each in ancestors if isinstance(each, Shape) for name in self._mark_names(each)
        )
        return {*(base_name(base) for base in ancestors), *marks} - {""}

    def _mark_names(self, shape: Shape) -> Iterator[str]:
        decorators = shape.definition.decorators
        for _, value in called_decorators(self.follower, decorators, shape.frame):
            if isinstance(value, Called):
                yield value.name

    def _entities(self, path: str) -> Iterator[Entity]:
        frame = self.follower.frame(path)
        for value in frame.names.values():
            if isinstance(value, Shape) and value.frame is frame:
                found = self._classify(value)
                entity = self._read_shape(value, *found) if found else None
                # A table without columns is the base that gives every table its name.
                if entity and (entity.attributes or not entity.table):
                    yield entity
        seen: list[object] = []
        for statement in self.follower.modules.statements(path):
            if isinstance(statement, Assign) and statement.name:
                made = frame.names.get(statement.name)
                # An export gives the same thing a second name.
                if any(made is each for each in seen):
                    continue
                seen.append(made)
                entity = self._read_called(made, statement, path)
                if entity is not None:
                    yield entity

    def _classify(self, shape: Shape) -> tuple[EntityForm, ClassForm, str] | None:
        """The form that makes the class an entity, and its table ("" = a schema)."""
        names = self._base_names(shape)
        for form in self.forms:
            for rule in form.classes:
                mark = self._mark(shape, rule)
                if (
                    mark is not None
                    or any(fits(rule.bases, name) for name in names)
                    or (rule.fields and self._has_field(shape, rule))
                ):
                    table = self._table(shape, rule, mark)
                    if table or rule.role == "schema":
                        return form, rule, table
        return None

    def _mark(self, shape: Shape, rule: ClassForm) -> Called | None:
        decorators = shape.definition.decorators if rule.mark else ()
        for _, value in called_decorators(self.follower, decorators, shape.frame):
            if isinstance(value, Called) and fits(rule.mark, value.name):
                return value
        return None

    def _has_field(self, shape: Shape, rule: ClassForm) -> bool:
        return any(
            isinstance(value, Called) and fits(rule.fields, value.name)
            for statement in shape.definition.body()
            if isinstance(statement, Assign)
            for _, value in called_decorators(self.follower, statement.decorators, shape.frame)
        )

    def _table(self, shape: Shape, rule: ClassForm, mark: Called | None) -> str:
        if rule.role == "schema":
            return ""
        given = find_at(mark, rule.name) if mark else None
        if isinstance(given, str):
            return given
        inner = self.follower.read_shape(shape).names.get(rule.meta) if rule.meta else None
        if isinstance(inner, Shape):
            written = find_attribute(self.follower, inner, rule.attribute)
            own = self.follower.read_shape(inner).names.get(rule.abstract)
            if isinstance(written, str) or is_yes(own):
                return written if isinstance(written, str) else ""
        own = self.follower.read_shape(shape).names.get(rule.abstract) if rule.abstract else None
        if not rule.meta and is_yes(own):
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
        if rule.naming == "folder":
            return f"{_package(shape.frame.path)}_{shape.definition.name.lower()}"
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
        found = []
        for item in self._constraints(shape, rule):
            columns = find_at(item, rule.columns)
            texts = list_texts(columns) or tuple(v for v in item.arguments if isinstance(v, str))
            if isinstance(columns, Group):
                texts = list_texts(columns)
            named = not rule.columns
            if fits(rule.unique, item.name):
                found.append(Index(columns=texts, unique=True))
            elif fits(rule.index, item.name):
                unique = any(p.name == "unique" and is_yes(p.value) for p in item.keywords)
                # Where columns stand beside each other, an index' first text is its name.
                found.append(Index(columns=texts[1:] if named else texts, unique=unique))
        lists = self._attribute_at(shape, rule.unique_lists) if rule.unique_lists else None
        found.extend(
            Index(columns=list_texts(each), unique=True)
            for each in (lists.items if isinstance(lists, Group) else ())
        )
        return tuple(found)

    def _constraints(self, shape: Shape, rule: ConstraintForm) -> Iterator[Called]:
        for attribute in rule.attribute.split("|") if rule.attribute else ():
            listed = self._attribute_at(shape, attribute)
            for item in listed.items if isinstance(listed, Group) else ():
                if isinstance(item, Called):
                    yield item
        for _, value in called_decorators(self.follower, shape.definition.decorators, shape.frame):
            if isinstance(value, Called):
                yield value

    def _attribute_at(self, shape: Shape, path: str) -> Value | None:
        """`name` of the class, or `Inner.name` of a class inside it."""
        *inner, name = path.split(".")
        for each in inner:
            found = self.follower.read_shape(shape).names.get(each)
            if not isinstance(found, Shape):
                return None
            shape = found
        return find_attribute(self.follower, shape, name)

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
        # A module that exports the model itself gives it no name but its own.
        title = table if statement.name == "default" and table else statement.name
        return Entity(
            name=title,
            evidence=Evidence(path=path, line=statement.line, text=statement.name),
            table=table,
            attributes=read_call_fields(call, rule, path, self.fields.forms),
        )


def _package(path: str) -> str:
    """The folder that a module belongs to; one named like a file of models is part of it."""
    folders = path.split("/")[:-1]
    while len(folders) > 1 and folders[-1] == "models":
        folders.pop()
    return folders[-1] if folders else ""


def _chain(value: object) -> Iterator[Called]:
    """A call and those it was called on, outermost first."""
    while isinstance(value, Called):
        yield value
        value = value.receiver
