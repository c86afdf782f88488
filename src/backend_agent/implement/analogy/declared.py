"""Entities by their declared types, for components where the facts know no model and no schema."""

from __future__ import annotations

import re
from dataclasses import replace

from backend_agent.implement.analogy.exemplar import read_entity_noun
from backend_agent.implement.analogy.layout import declared_names, find_declaration, is_body
from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.syntax.nouns import singularize_word, split_words
from backend_agent.values.application import Application, Attribute, Entity
from backend_agent.values.evidence import Evidence
from backend_agent.values.language import LanguageFormat


def complete_application(application: Application, codebase: Codebase) -> Application:
    """With the types that routes are named after as schemas, where there is no other entity; without
    the entities of files that are left alone (a migration declares a table as it once was)."""
    application = replace(
        application,
        models=tuple(each for each in application.models if _is_current(each, codebase)),
        schemas=tuple(each for each in application.schemas if _is_current(each, codebase)),
    )
    if application.models or application.schemas:
        return replace(
            application,
            models=tuple(_spell_types(each, codebase) for each in application.models),
            schemas=tuple(_spell_types(each, codebase) for each in application.schemas),
        )
    wanted = {
        (*words[:-1], singularize_word(words[-1]))
        for route in application.routes
        for part in route.path.split("/")
        if part and part[0] not in "{:<" and (words := split_words(part))
    }
    spoken = re.compile("|".join("[_-]?".join(words) for words in wanted) or "(?!)", re.IGNORECASE)
    found: dict[str, Entity] = {}
    for path in codebase.paths:
        source = codebase.source(path)
        if source.is_test or not spoken.search(source.text):
            continue
        for element in source.root.walk():
            entity = _read_type(element, source, wanted)
            if entity is not None:
                found.setdefault(entity.name, entity)
    return replace(application, schemas=tuple(found.values()))


def _is_current(entity: Entity, codebase: Codebase) -> bool:
    """Files in a language of models are current wherever they lie."""
    path = entity.evidence.path
    return not codebase.is_left(path) or not path.endswith(tuple(codebase.language.suffixes))


def _spell_types(entity: Entity, codebase: Codebase) -> Entity:
    """With the whole declaration as the type of fields that a call declares: `integer` alone does not
    say that `integer({ mode: "boolean" })` is none."""
    attributes = tuple(
        replace(each, type=found) if (found := _declaring_call(each, codebase)) else each
        for each in entity.attributes
    )
    return replace(entity, attributes=attributes) if attributes != entity.attributes else entity


def _declaring_call(attribute: Attribute, codebase: Codebase) -> str:
    if attribute.evidence.path not in codebase.known_paths:
        return ""
    source = codebase.source(attribute.evidence.path)
    shapes = {shape.kind: shape for shape in source.language.keyed if not shape.type}
    calls = {*(shape.kind for shape in source.language.calls), *source.language.mappings}
    for leaf in source.leaves_saying((attribute.name,)):
        pair = next((each for each in leaf.ancestors() if each.kind in shapes), None)
        value = pair.labels.get(shapes[pair.kind].value) if pair is not None else None
        if value is not None and value.kind in calls and leaf.line == attribute.evidence.line:
            return value.text
    return ""


def _read_type(element: Element, source: Source, wanted: set[tuple[str, ...]]) -> Entity | None:
    language = source.language
    body = _find_members(element, language)
    names = declared_names(element, language) if body is not None else ()
    if not names or read_entity_noun(names[0], language).singular not in wanted:
        return None
    members = body.named_children if body is not None else ()
    attributes = tuple(
        attribute for member in members if (attribute := _read_member(member, source)) is not None
    )
    if not attributes:
        return None
    place = Evidence(path=source.path, line=element.line)
    return Entity(name=names[0], evidence=place, attributes=attributes)


def _find_members(element: Element, language: LanguageFormat) -> Element | None:
    """What holds the members of a declared type, be it a class or a name for their list."""
    if find_declaration(element, language) is not element:
        return None
    if element.kind in language.bodies:
        return next((each for each in element.walk() if is_body(each, language)), None)
    shape = next(each for each in language.declarations if each.kind == element.kind)
    value = element.labels.get(shape.value) if shape.value else None
    return value if value is not None and value.kind in language.bodies else None


def _read_member(member: Element, source: Source) -> Attribute | None:
    shapes = {shape.kind: shape for shape in source.language.keyed}
    shape = shapes.get(member.kind)
    if shape is None or not shape.type or shape.type not in member.labels:
        return None
    form = source.language.nullable
    type_ = member.labels[shape.type]
    nullable = any(leaf.text in form.marks for leaf in type_.leaves()) or (
        bool(form.key_mark) and any(child.text == form.key_mark for child in member.children)
    )
    key = member.labels.get(shape.key)
    return Attribute(
        name=key.text if key is not None else member.children[0].text,
        type=type_.text.lstrip(": "),
        evidence=Evidence(path=source.path, line=member.line),
        nullable=nullable,
        required=not nullable and shape.value not in member.labels,
    )
