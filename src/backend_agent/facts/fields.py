"""Fields of models and schemas: type, key, default, references, as the class states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend_agent.facts.code import Assign, Constant, Expression, Subscript
from backend_agent.facts.follower import Follower
from backend_agent.facts.guards import called_decorators
from backend_agent.facts.lookup import find_constant
from backend_agent.facts.objects import (
    Called,
    Fields,
    Group,
    Number,
    Outside,
    Procedure,
    Shape,
    Value,
)
from backend_agent.facts.places import describe, find_at, fits, is_yes
from backend_agent.facts.types import TypeReader
from backend_agent.values.application import Attribute, Relation
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import CallForm, FieldForm

REQUIRED = "..."


@dataclass(frozen=True)
class ClassFields:
    """`forms` are those of every library of the component: one may be used inside another."""

    follower: Follower
    types: TypeReader
    forms: tuple[FieldForm, ...]

    def read(self, shape: Shape, own: FieldForm, role: str) -> Iterator[Attribute | Relation]:
        """What the class itself declares, in source order."""
        for statement in shape.definition.body():
            if isinstance(statement, Assign) and statement.name:
                found = self._read_one(statement, shape, own, role)
                if found is not None:
                    yield found

    def _read_one(
        self, statement: Assign, shape: Shape, own: FieldForm, role: str
    ) -> Attribute | Relation | None:
        if re.search(own.ignore, statement.name):
            return None
        home = shape.body or shape.frame
        calls = self._calls(statement, shape)
        for call in calls:
            for form in self.forms:
                if fits(form.relations, call.name):
                    return self._relation(statement, shape, call, form)
        described = [
            (call, form)
            for call in calls
            for form in self.forms
            if fits(form.call, call.name) or fits(form.foreign, call.name)
        ]
        if not described and (statement.annotation is None or own.described):
            return None
        type_text = statement.annotation.source if statement.annotation else ""
        if own.no_field and re.search(own.no_field, type_text):
            return None
        evidence = _evidence(shape.frame.path, statement)
        value = self.follower.evaluate(statement.value, home) if statement.value else None
        return self._attribute(statement, own, role, described, value, evidence)

    def _calls(self, statement: Assign, shape: Shape) -> list[Called]:
        """The calls that describe the field: its value's and those annotated to its type."""
        home = shape.body or shape.frame
        found: list[Called] = [
            value
            for _, value in called_decorators(self.follower, statement.decorators, shape.frame)
            if isinstance(value, Called)
        ]
        if statement.value is not None:
            value = self.follower.evaluate(statement.value, home)
            if isinstance(value, Called):
                found.append(value)
                found.extend(p.value for p in value.keywords if isinstance(p.value, Called))
        found.extend(self.types.metadata(statement.annotation, shape.frame))
        return found

    def _attribute(
        self,
        statement: Assign,
        own: FieldForm,
        role: str,
        described: list[tuple[Called, FieldForm]],
        value: Value | None,
        evidence: Evidence,
    ) -> Attribute:
        annotation = self._unwrap(statement.annotation)
        key = _any_yes(described, "primary_key") or _any_named(described, "keys")
        foreign = self._foreign_key(described)
        default = _default(described) if described else value
        has_default = default is not None and not _is_required_mark(default)
        has_default = has_default or _any_named(described, "generated")
        nullable = self._nullable(annotation, own, described) and not key
        required = not has_default
        if role == "model":
            required = not (has_default or nullable or key)
        return Attribute(
            name=statement.name,
            type=" ".join(annotation.source.split())
            if annotation
            else _column_type(described, own),
            evidence=evidence,
            nullable=nullable,
            required=required,
            primary_key=key,
            unique=_any_yes(described, "unique") or _any_named(described, "uniques"),
            index=_any_yes(described, "index")
            or _any_named(described, "indexes")
            or (bool(foreign) and own.foreign_indexed),
            foreign_key=foreign,
        )

    def _unwrap(self, annotation: Expression | None) -> Expression | None:
        wrappers = {name for form in self.forms for name in form.wrappers}
        if not (isinstance(annotation, Subscript) and annotation.items):
            return annotation
        wrapped = annotation.of.source.rsplit(".", 1)[-1] in wrappers
        return annotation.items[0] if wrapped else annotation

    def _nullable(
        self,
        annotation: Expression | None,
        own: FieldForm,
        described: list[tuple[Called, FieldForm]],
    ) -> bool:
        for call, form in described:
            given = find_at(call, form.nullable) if form.nullable else None
            if given is not None:
                return is_yes(given)
        if annotation is None:
            return own.nullable_by_default
        return bool(own.nullable_types and re.search(own.nullable_types, annotation.source))

    def _foreign_key(self, described: list[tuple[Called, FieldForm]]) -> str:
        for call, form in described:
            given = find_at(call, form.foreign_key) if form.foreign_key else None
            if isinstance(given, str):
                return given
            if fits(form.foreign, call.name):
                return self._target(call, form)
            for argument in call.arguments:
                if isinstance(argument, Called) and fits(form.references, argument.name):
                    first = argument.arguments[0] if argument.arguments else None
                    return first if isinstance(first, str) else _referenced_name(argument)
        return ""

    def _target(self, call: Called, form: FieldForm) -> str:
        """The model that a call leads to: a class, its name, or a function that gives the class."""
        given = find_at(call, form.target) if form.target else None
        if isinstance(given, Procedure) and not given.function.name:
            given = self.follower.follow(given, ())
        if isinstance(given, Outside) and given.name.startswith(f"{form.settings}."):
            given = find_constant(self.follower, given.name.rsplit(".", 1)[-1]) or given
        if isinstance(given, str):
            return given.rsplit(".", 1)[-1]
        return describe(given)

    def _relation(self, statement: Assign, shape: Shape, call: Called, form: FieldForm) -> Relation:
        target = self._target(call, form)
        if not target:
            leaves = [
                part.source
                for part, _ in self.types.leaves(statement.annotation, shape.frame)
                if not isinstance(part, Constant)
            ]
            target = leaves[-1] if leaves else ""
        back = find_at(call, form.back) if form.back else None
        return Relation(
            name=statement.name,
            target=target,
            evidence=_evidence(shape.frame.path, statement),
            back=back if isinstance(back, str) else "",
        )


def _referenced_name(call: Called) -> str:
    """`ForeignKey(User.id)`: the column as it is written, for it is no text."""
    found = re.search(r"\(\s*(?:lambda\s*:\s*)?([A-Za-z_][\w.]*)", call.source)
    return found.group(1) if found else ""


def read_call_fields(
    call: Called, rule: CallForm, path: str, forms: tuple[FieldForm, ...]
) -> tuple[Attribute, ...]:
    """The fields of a table or schema that one call describes: a record, or a call per column."""
    record = find_at(call, rule.fields) if rule.fields else None
    if isinstance(record, Called) and record.arguments:
        # A model made of a schema that another call describes.
        record = record.arguments[0]
    if isinstance(record, Fields):
        return tuple(
            _recorded(pair.name, pair.value, rule, path, call.line)
            if rule.type
            else _chained(pair.name, pair.value, rule, path, call.line)
            for pair in record.pairs
        )
    found = []
    for argument in call.arguments:
        if not isinstance(argument, Called):
            continue
        for form in forms:
            name = argument.arguments[0] if argument.arguments else None
            if fits(form.call, argument.name) and isinstance(name, str):
                found.append(_positional(name, argument, form, path))
    return tuple(found)


def _positional(name: str, call: Called, form: FieldForm, path: str) -> Attribute:
    key = is_yes(find_at(call, form.primary_key))
    given = find_at(call, form.nullable)
    nullable = is_yes(given) if given is not None else form.nullable_by_default and not key
    references = [
        a for a in call.arguments if isinstance(a, Called) and fits(form.references, a.name)
    ]
    types = [each for each in call.arguments[1:] if each not in references]
    return Attribute(
        name=name,
        type=describe(types[0]) if types else "",
        evidence=Evidence(path=path, line=call.line, text=call.source[:120]),
        nullable=nullable,
        required=not nullable and not key and find_at(call, form.default) is None,
        primary_key=key,
        unique=is_yes(find_at(call, form.unique)),
        index=is_yes(find_at(call, form.index)),
        foreign_key=describe(references[0].arguments[0]) if references else "",
    )


def _recorded(name: str, value: Value, rule: CallForm, path: str, line: int) -> Attribute:
    """`{type: String, required: true}`, the type alone, or a list of either."""
    inner = value.items[0] if isinstance(value, Group) and value.items else value
    options = inner if isinstance(inner, Fields) else Fields(pairs=())
    kind = options.get(rule.type) if isinstance(inner, Fields) else inner
    many = isinstance(value, Group) or isinstance(kind, Group)
    if isinstance(kind, Group) and kind.items:
        kind = kind.items[0]

    def has(pattern: str) -> bool:
        return any(fits(pattern, pair.name) and is_true(pair.value) for pair in options.pairs)

    default = any(fits(rule.optional, pair.name) for pair in options.pairs)
    nullable = rule.nullable_by_default and not has(rule.required)
    keys = [pair.value for pair in options.pairs if fits(rule.foreign_key, pair.name)]
    named = keys[0] if keys else None
    title = (
        describe(kind).rsplit(".", 1)[-1]
        if kind is not None and not isinstance(kind, Fields)
        else "object"
    )
    return Attribute(
        name=name,
        type=title + ("[]" if many else ""),
        evidence=Evidence(path=path, line=line, text=name),
        nullable=nullable,
        required=has(rule.required) and not default,
        unique=has(rule.unique),
        index=has(rule.index),
        foreign_key=named if isinstance(named, str) else describe(named),
    )


def is_true(value: Value) -> bool:
    """`required: true`, and `required: [true, "message"]`."""
    return is_yes(value.items[0] if isinstance(value, Group) and value.items else value)


def _chained(name: str, value: Value, rule: CallForm, path: str, line: int) -> Attribute:
    """`text("title").notNull().unique()`: the innermost call is the type, the others options."""
    chain: list[Called] = []
    while isinstance(value, Called):
        chain.append(value)
        value = value.receiver if value.receiver is not None else ""
    options = [each.name.rsplit(".", 1)[-1] for each in chain[:-1]]

    def has(pattern: str) -> bool:
        return any(fits(pattern, option) for option in options)

    key = has(rule.primary_key)
    nullable = has(rule.optional) or (rule.nullable_by_default and not has(rule.required))
    keys = [each for each in chain if fits(rule.foreign_key, each.name.rsplit(".", 1)[-1])]
    root = chain[-1] if chain else None
    return Attribute(
        name=name,
        type=describe(root) if root else "",
        evidence=Evidence(path=path, line=root.line if root else line, text=name),
        nullable=nullable and not key,
        required=not nullable and not key,
        primary_key=key,
        unique=has(rule.unique),
        foreign_key=_arrow_body(keys[0], rule) if keys else "",
    )


def _arrow_body(call: Called, rule: CallForm) -> str:
    """`references(() => users.id)`: what stands behind the arrow."""
    found = re.search(rf"({rule.foreign_key})\(\(\)\s*=>\s*([\w.]+)", call.source)
    return found.group(2) if found else ""


def _default(described: list[tuple[Called, FieldForm]]) -> Value | None:
    for call, form in described:
        found = find_at(call, form.default) if form.default else None
        if found is not None:
            return found
    return None


def _any_yes(described: list[tuple[Called, FieldForm]], option: str) -> bool:
    return any(is_yes(find_at(call, getattr(form, option))) for call, form in described)


def _any_named(described: list[tuple[Called, FieldForm]], option: str) -> bool:
    return any(fits(getattr(form, option), call.name) for call, form in described)


def _is_required_mark(value: Value) -> bool:
    return isinstance(value, Number) and value.source == REQUIRED


def _column_type(described: list[tuple[Called, FieldForm]], own: FieldForm) -> str:
    """A column without annotation says its type by the name of the call that makes it, or as that
    call's first argument that is no reference."""
    for call, form in described:
        if own.described:
            return call.name.rsplit(".", 1)[-1]
        for argument in call.arguments:
            reference = isinstance(argument, Called) and fits(form.references, argument.name)
            if not isinstance(argument, str) and not reference:
                source = getattr(argument, "source", "")
                return source or describe(argument)
    return ""


def _evidence(path: str, statement: Assign) -> Evidence:
    return Evidence(path=path, line=statement.line, text=statement.name)
