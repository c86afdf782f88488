"""Makes a description of the routes that were read from the code, for services that describe themselves nowhere."""

from __future__ import annotations

import re

from backend_agent.values.application import Application, Attribute, Entity, Route
from backend_agent.verify.probe.openapi import METHODS, Description, Operation, Parameter, Schema

SOURCE = "the code"
WRITING = ("POST", "PUT", "PATCH")
# What a service fills in by itself, whatever it is called there.
OWN = re.compile(r"(?i)^_?(id|uuid|pk|created|updated|deleted)(_?(at|on|by|date))?$")
KINDS = (
    (r"(?i)\b(bool(ean)?)\b", {"type": "boolean"}),
    (r"(?i)(u?int(eger|\d*)?|long|short|serial)\b", {"type": "integer"}),
    (r"(?i)(float|double|decimal|number|numeric|money)", {"type": "number"}),
    (r"(?i)(date_?time|timestamp)", {"type": "string", "format": "date-time"}),
    (r"(?i)\bdate\b", {"type": "string", "format": "date"}),
    (r"(?i)(list|array|set|sequence)\b|\[\]", {"type": "array", "items": {}}),
    (r"(?i)email", {"type": "string", "format": "email"}),
    (r"(?i)uuid", {"type": "string", "format": "uuid"}),
    (r"(?i)(str|text|char|slug|url)", {"type": "string"}),
)


def describe_application(application: Application) -> Description:
    """An operation for each plain route. A body is that of its schema, else of the model that the path is
    named after; where neither is known it is None, and must be learned by asking."""
    schemas = {each.name: each for each in application.schemas}
    operations: dict[str, Operation] = {}
    for route in application.routes:
        if route.method.lower() not in METHODS or "*" in route.path or not route.path:
            continue
        operation = _describe(route, schemas, application.models)
        operations.setdefault(operation.key, operation)
    return Description(operations=tuple(operations.values()), source=SOURCE, version="routes")


def _describe(route: Route, schemas: dict[str, Entity], models: tuple[Entity, ...]) -> Operation:
    path = re.sub(r"\{([^{}:]+):[^{}]*\}", r"{\1}", route.path)
    entity = schemas.get(route.request_schema) or _find_model(path, models)
    writes = route.method in WRITING
    return Operation(
        method=route.method,
        path=path,
        parameters=tuple(
            Parameter(name=name, place="path", schema={"type": "string"}, required=True)
            for name in re.findall(r"\{([^{}]+)\}", path)
        ),
        body=describe_entity(entity, partial=route.method == "PATCH")
        if writes and entity
        else None,
        media="application/json" if writes else "",
        body_required=writes,
        secured=bool(route.access_guards) and not route.exempt,
        name=route.handler,
    )


def _find_model(path: str, models: tuple[Entity, ...]) -> Entity | None:
    words = [part for part in path.split("/") if part and not part.startswith("{")]
    wanted = re.sub(r"[-_]", "", words[-1].lower()) if words else ""
    return next(
        (each for each in models if each.name.lower().rstrip("s") == wanted.rstrip("s")), None
    )


def describe_entity(entity: Entity, *, partial: bool = False) -> Schema:
    """The schema of what a client may send: without ids, times and what points elsewhere."""
    mine = [
        each
        for each in entity.attributes
        if not (each.primary_key or each.foreign_key or OWN.match(each.name))
    ]
    needed = [each.name for each in mine if each.required and not each.nullable]
    return {
        "type": "object",
        "properties": {each.name: _describe_attribute(each) for each in mine},
        "required": [] if partial else needed,
    }


def _describe_attribute(attribute: Attribute) -> Schema:
    return dict(
        next((kind for sign, kind in KINDS if re.search(sign, attribute.type)), {"type": "string"})
    )
