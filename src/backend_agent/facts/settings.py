"""What the program reads from its environment: settings classes and direct reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from backend_agent.facts.entities import EntityReader
from backend_agent.facts.lookup import base_name, find_attribute, list_ancestors
from backend_agent.facts.modules import Modules
from backend_agent.facts.objects import Called, Fields, Shape, Value
from backend_agent.facts.places import find_at, fits
from backend_agent.syntax.tree import node_line, parse_source
from backend_agent.values.application import Attribute, Setting
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import FactsFormat, SettingsForm

if TYPE_CHECKING:
    from backend_agent.syntax.tree import Node
else:
    Node = object


def read_settings(
    modules: Modules, entities: EntityReader, formats: tuple[FactsFormat, ...]
) -> tuple[Setting, ...]:
    """Each name once, where it is first read, in order of files and lines."""
    found: dict[str, Setting] = {}
    for form in (each.settings for each in formats if each.settings):
        for path in modules.sources:
            if modules.is_test(path) or not re.search(form.trigger, modules.text(path)):
                continue
            reads = _read_classes(path, entities, form) if form.bases else ()
            for setting in (*reads, *_read_calls(path, modules, form)):
                known = found.get(setting.name)
                if known is None or (setting.required and not known.required):
                    found[setting.name] = setting
    return tuple(found.values())


def _read_classes(path: str, entities: EntityReader, form: SettingsForm) -> Iterator[Setting]:
    frame = entities.follower.frame(path)
    for shape in frame.names.values():
        if not isinstance(shape, Shape) or shape.frame is not frame:
            continue
        ancestors = list_ancestors(entities.follower, shape)
        if not any(fits(form.bases, base_name(base)) for base in ancestors):
            continue
        prefix = _prefix(shape, entities, form)
        for owner in (*(base for base in reversed(ancestors) if isinstance(base, Shape)), shape):
            for own in entities.forms:
                for field in entities.fields.read(owner, own.fields, "schema"):
                    if isinstance(field, Attribute):
                        yield _setting(field, prefix, owner, entities, form)
                break


def _setting(
    field: Attribute, prefix: str, owner: Shape, entities: EntityReader, form: SettingsForm
) -> Setting:
    value = entities.follower.read_shape(owner).names.get(field.name)
    own = find_at(value, form.names) if isinstance(value, Called) else None
    name = own if isinstance(own, str) else f"{prefix}{field.name}"
    if isinstance(value, Called):
        value = _described_default(value, entities)
    default = value if isinstance(value, str) else str(getattr(value, "source", "") or "")
    if default in owner.frame.grammar.nothing:
        default = ""
    return Setting(
        name=name.upper(),
        evidence=field.evidence,
        required=field.required,
        default="" if field.required else default,
    )


def _described_default(value: Called, entities: EntityReader) -> Value | None:
    """The default that a field's description gives; of any other call the call itself."""
    for form in entities.forms:
        if fits(form.fields.call, value.name):
            return find_at(value, form.fields.default)
    return value


def _prefix(shape: Shape, entities: EntityReader, form: SettingsForm) -> str:
    for name in form.config.split("|"):
        config = find_attribute(entities.follower, shape, name)
        found: object = None
        if isinstance(config, Called):
            found = find_at(config, (form.prefix,))
        elif isinstance(config, Fields):
            found = config.get(form.prefix)
        elif isinstance(config, Shape):
            found = find_attribute(entities.follower, config, form.prefix)
        if isinstance(found, str):
            return found
    return ""


def _read_calls(path: str, modules: Modules, form: SettingsForm) -> Iterator[Setting]:
    kind = modules.kind(path)
    if not form.reads or kind is None:
        return
    root = parse_source(modules.text(path), kind[1].grammar)
    seen: set[int] = set()
    for pattern in form.reads:
        for node in root.find_all(pattern=pattern):
            start = node.get_match("NAME")
            place = start.range().start.index if start else -1
            if place in seen:
                continue
            seen.add(place)
            name = _text(start, bare=".$NAME" in pattern)
            line = node_line(node)
            if not name:
                text = f"name of a setting cannot be read: {node.text()[:80]}"
                modules.unread.append(Evidence(path=path, line=line, text=text))
                continue
            default = _text(node.get_match("DEFAULT"), bare=True)
            yield Setting(
                name=name,
                evidence=Evidence(path=path, line=line, text=node.text()[:120]),
                required=pattern in form.required,
                default=default,
            )


def _text(node: Node | None, *, bare: bool) -> str:
    """A literal without its quotes; anything else as written if `bare`, else ""."""
    if node is None:
        return ""
    text = node.text()
    if len(text) > 1 and text[0] in "\"'`" and text[-1] == text[0]:
        return text[1:-1]
    return text if bare else ""
