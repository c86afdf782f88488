"""JSON Schemas from dataclasses, as small as a client's context window wants them, and their reading."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from backend_agent.values.errors import InputError

MOST_FAULTS = 5
SIMPLE: dict[object, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}


def input_schema(shape: type) -> dict[str, Any]:
    """What a client may send: nothing but these arguments, each with its description and default."""
    schema = _object(shape, describes=True)
    schema["additionalProperties"] = False
    return schema


def output_schema(shape: type) -> dict[str, Any]:
    """What comes back; every key is always there."""
    return _object(shape, describes=False)


def wire_name(field: Field[Any]) -> str:
    """What the field is called outside; `metadata={"name": "-i"}` where Python has no such name."""
    return str(field.metadata.get("name", field.name))


def _object(shape: type, *, describes: bool) -> dict[str, Any]:
    hints = typing.get_type_hints(shape, include_extras=True)
    properties: dict[str, Any] = {}
    required = []
    for field in fields(shape):
        name = wire_name(field)
        properties[name] = _schema_of(hints[field.name], describes=describes)
        if field.default is MISSING:
            required.append(name)
        elif describes and field.default not in ("", (), None):
            properties[name]["default"] = field.default
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    # An answer always has every key; saying so for each costs the reader more than it tells.
    return schema | {"required": required} if required and describes else schema


def _schema_of(annotation: Any, *, describes: bool) -> dict[str, Any]:
    if typing.get_origin(annotation) is typing.Annotated:
        schema = _schema_of(annotation.__origin__, describes=describes)
        return schema | {"description": annotation.__metadata__[0]} if describes else schema
    if annotation in SIMPLE:
        return {"type": SIMPLE[annotation]}
    if typing.get_origin(annotation) is typing.Literal:
        return {"type": "string", "enum": list(typing.get_args(annotation))}
    if is_dataclass(annotation) and isinstance(annotation, type):
        return _object(annotation, describes=describes)
    if typing.get_origin(annotation) is tuple:
        inner = typing.get_args(annotation)[0]
        return {"type": "array", "items": _schema_of(inner, describes=describes)}
    raise TypeError(f"arguments and answers hold no {annotation!r}")


def read_arguments(shape: type, given: Mapping[str, Any]) -> Any:
    """The arguments as their dataclass. Raises InputError that names each wrong one and why."""
    from pydantic import TypeAdapter, ValidationError

    inner = {wire_name(field): field.name for field in fields(shape)}
    known = list(inner)
    strange = [name for name in given if name not in known]
    if strange:
        raise InputError(
            f"unknown argument: {', '.join(strange)}", hint=f"known are: {', '.join(known)}"
        )
    try:
        # As JSON, in which an array is a tuple, and strictly: "3" is no number.
        plain = json.dumps({inner[name]: value for name, value in given.items()})
        return TypeAdapter(shape).validate_json(plain, strict=True)
    except ValidationError as error:
        faults = [
            f"{'.'.join(str(part) for part in fault['loc']) or 'arguments'}: {fault['msg']}"
            for fault in error.errors()[:MOST_FAULTS]
        ]
        raise InputError("; ".join(faults), hint="see the tool's input schema") from None
