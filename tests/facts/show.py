"""An application as lines of text, so that a case's expectation is read and reviewed at a glance."""

from __future__ import annotations

import json

from backend_agent.values.application import Application, Attribute, Entity, Route


def show_application(application: Application) -> str:
    """A TOML document with a list of lines for each part that is not empty."""
    parts = {
        "routes": [show_route(route) for route in application.routes],
        "models": [line for entity in application.models for line in show_entity(entity)],
        "schemas": [line for entity in application.schemas for line in show_entity(entity)],
        "migrations": [
            f"{m.id} after {m.parent or 'nothing'} creates {', '.join(m.creates) or 'nothing'}"
            for m in application.migrations
        ],
        "settings": [
            f"{s.name} {'required' if s.required else f'default {s.default!r}'} ({s.evidence})"
            for s in application.settings
        ],
        "unresolved": [f"{e}: {e.text}" for e in application.unresolved],
    }
    return "".join(
        f"{name} = [\n" + "".join(f"  {json.dumps(line)},\n" for line in lines) + "]\n"
        for name, lines in parts.items()
        if lines
    )


def show_route(route: Route) -> str:
    guards = f" guarded by {', '.join(route.guards)}" if route.guards else ""
    body = f" takes {route.request_schema}" if route.request_schema else ""
    answer = f" gives {route.response_schema}" if route.response_schema else ""
    hidden = " hidden" if route.hidden else ""
    exempt = f" lifted by {route.exempt}" if route.exempt else ""
    return (
        f"{route.method} {route.path} -> {route.handler}{guards}{exempt}{body}{answer}"
        f" {route.status}{hidden} ({route.evidence})"
    )


def show_entity(entity: Entity) -> list[str]:
    table = f" table {entity.table}" if entity.table else ""
    parents = f"({', '.join(entity.parents)})" if entity.parents else ""
    return [
        f"{entity.name}{parents}{table} ({entity.evidence})",
        *(f"  {show_attribute(attribute)}" for attribute in entity.attributes),
        *(f"  {r.name} leads to {r.target} back {r.back}" for r in entity.relations),
        *(f"  index {', '.join(i.columns)}{' unique' if i.unique else ''}" for i in entity.indexes),
    ]


def show_attribute(attribute: Attribute) -> str:
    flags = [
        word
        for word, holds in (
            ("nullable", attribute.nullable),
            ("required", attribute.required),
            ("key", attribute.primary_key),
            ("unique", attribute.unique),
            ("indexed", attribute.index),
        )
        if holds
    ]
    foreign = f" -> {attribute.foreign_key}" if attribute.foreign_key else ""
    return f"{attribute.name}: {attribute.type} {' '.join(flags)}{foreign}".rstrip()
