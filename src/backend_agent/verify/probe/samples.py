"""Makes values that a schema accepts: the declared examples first, then by name, format and type."""

from __future__ import annotations

import re
from typing import Any

from backend_agent.verify.probe.openapi import Schema

SHORTEST_PASSWORD = "Pr0be-Passw0rd-{nonce}!"  # noqa: S105 - of users that the probe makes
MOST_DEPTH = 8
BY_FORMAT = {
    "date-time": "2031-05-17T10:20:30Z",
    "date": "2031-05-17",
    "time": "10:20:30Z",
    "uri": "https://example.com/probe",
    "url": "https://example.com/probe",
    "ipv4": "192.0.2.7",
    "ipv6": "2001:db8::7",
    "hostname": "example.com",
    "uuid": "7b0c2a52-6f6e-4d0c-9a35-0d6f7f0a1c11",
    "byte": "cHJvYmU=",
    "duration": "PT5M",
    "color": "#336699",
}
BY_NAME = (
    (r"e-?mail", "probe-{nonce}@example.com"),
    (r"passw|pwd$|^pass$", SHORTEST_PASSWORD),
    (r"phone|mobile", "+4915112345678"),
    (r"url|link|website|image|avatar|photo", "https://example.com/{nonce}"),
    (r"user_?name|login|handle|nick", "probe{nonce}"),
    (r"slug", "probe-{nonce}"),
    (r"(^|_)(date|day|on)$", "2031-05-17"),
    (r"(_at|At|time|due)$", "2031-05-17T10:20:30Z"),
    (r"currency", "EUR"),
    (r"country", "DE"),
    (r"locale|lang", "en"),
    (r"isbn", "9780306406157"),
    (r"colou?r", "#336699"),
    (r"price|amount|total|cost", "12.50"),
)


def plain_schema(schema: Schema) -> Schema:
    """The alternative of `anyOf`/`oneOf` that is not null, and the type that is not null."""
    for key in ("anyOf", "oneOf"):
        choices = schema.get(key)
        if isinstance(choices, list):
            chosen = next(
                (each for each in choices if isinstance(each, dict) and each.get("type") != "null"),
                None,
            )
            if chosen is not None:
                rest = {name: value for name, value in schema.items() if name != key}
                return plain_schema(
                    {
                        **chosen,
                        **rest,
                        "properties": {
                            **chosen.get("properties", {}),
                            **rest.get("properties", {}),
                        },
                    }
                    if rest.get("properties") or chosen.get("properties")
                    else {**chosen, **rest}
                )
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return {**schema, "type": next((kind for kind in kinds if kind != "null"), "string")}
    return schema


def kind_of(schema: Schema) -> str:
    """object, array, string, integer, number, boolean or "" where nothing says so."""
    schema = plain_schema(schema)
    if isinstance(schema.get("type"), str):
        return str(schema["type"])
    if schema.get("properties"):
        return "object"
    return "array" if schema.get("items") else ""


def make_sample(
    schema: Schema, nonce: str, *, name: str = "", whole: bool = False, depth: int = 0
) -> Any:
    """A value that the schema accepts. `nonce` makes texts unique; `whole` = optional members as well."""
    schema = plain_schema(schema)
    if schema.get("const") is not None:
        return schema["const"]
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        return next((each for each in choices if each is not None), None)
    kind = kind_of(schema)
    if kind == "object" or (not kind and depth == 0):
        return _make_object(schema, nonce, whole=whole, depth=depth)
    if kind == "array":
        return _make_array(schema, nonce, name=name, depth=depth)
    if kind in ("integer", "number"):
        return _make_number(schema, kind)
    if kind == "boolean":
        return schema.get("default", True)
    return _make_text(schema, nonce, name)


def _make_object(schema: Schema, nonce: str, *, whole: bool, depth: int) -> dict[str, Any]:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    required = required if isinstance(required, list) else []
    made = {}
    for member, its in properties.items():
        if not isinstance(its, dict) or its.get("readOnly") or depth > MOST_DEPTH:
            continue
        if whole or member in required:
            made[member] = make_sample(its, nonce, name=member, whole=whole, depth=depth + 1)
    return made


def _make_array(schema: Schema, nonce: str, *, name: str, depth: int) -> list[Any]:
    count = max(int(schema.get("minItems") or 0), 0)
    items = schema.get("items") if isinstance(schema.get("items"), dict) else {}
    return [
        make_sample(items or {}, f"{nonce}{number}", name=name, depth=depth + 1)
        for number in range(min(count, 5))
    ]


def _make_number(schema: Schema, kind: str) -> int | float:
    low, high = schema.get("minimum"), schema.get("maximum")
    if isinstance(schema.get("exclusiveMinimum"), int | float) and not isinstance(
        schema.get("exclusiveMinimum"), bool
    ):
        low = schema["exclusiveMinimum"] + 1
    value: int | float = 7
    example = schema.get("example", schema.get("default"))
    if isinstance(example, int | float) and not isinstance(example, bool):
        value = example
    if isinstance(low, int | float):
        value = max(value, low)
    if isinstance(high, int | float):
        value = min(value, high)
    step = schema.get("multipleOf")
    if isinstance(step, int) and step > 1:
        value = int(value // step + 1) * step
    return int(value) if kind == "integer" else value


def _make_text(schema: Schema, nonce: str, name: str) -> str:
    form = str(schema.get("format") or "")
    if form == "email":
        return f"probe-{nonce}@example.com"
    if form == "password":
        return SHORTEST_PASSWORD.format(nonce=nonce)
    if form in BY_FORMAT:
        return BY_FORMAT[form]
    pattern = schema.get("pattern")
    for expression, value in BY_NAME:
        if re.search(expression, name):
            return _fit(value.format(nonce=nonce), schema)
    text = f"probe {name} {nonce}".strip() if name else f"probe {nonce}"
    if isinstance(pattern, str):
        return _match_pattern(pattern, nonce, text, schema)
    return _fit(text, schema)


def _match_pattern(pattern: str, nonce: str, text: str, schema: Schema) -> str:
    candidates = (
        *(str(schema[key]) for key in ("example", "default") if isinstance(schema.get(key), str)),
        text,
        f"probe{nonce}",
        f"Probe {nonce}",
        f"probe-{nonce}",
        "12.50",
        "7",
        "12345",
        "ABC",
        "AB",
        "abcd",
        "DE89370400440532013000",
        f"p{nonce}"[:8],
        "12:30",
        "+4915112345678",
        "2031-05-17",
    )
    for candidate in candidates:
        try:
            if re.search(pattern, candidate):
                return candidate
        except re.error:
            break
    return _fit(text, schema)


def _fit(text: str, schema: Schema) -> str:
    low = schema.get("minLength")
    high = schema.get("maxLength")
    if isinstance(high, int) and len(text) > high:
        text = text.replace(" ", "")[-high:] if high >= 4 else text[-max(high, 1) :]
    if isinstance(low, int) and len(text) < low:
        text = text + "x" * (low - len(text))
    return text
