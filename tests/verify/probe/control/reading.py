"""Reads JSON strictly (RFC 8259, RFC 7493) and checks it against a small schema."""

from __future__ import annotations

import json
import re
from typing import Any

MOST_DEPTH = 32
EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}\Z")


class Problem(Exception):
    def __init__(self, status: int, slug: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.slug, self.detail = status, slug, detail
        self.headers: dict[str, str] = more.pop("headers", {})
        self.more = more


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def refuse_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def read_json(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8")
        if deepest(text) > MOST_DEPTH:
            raise ValueError("too deep")  # noqa: TRY301
        value = json.loads(text, parse_constant=refuse_constant, object_pairs_hook=refuse_twice)
    except (ValueError, RecursionError):
        raise Problem(400, "malformed", "The body is no JSON.") from None
    if not isinstance(value, dict):
        raise Problem(422, "invalid", "The body must be an object.", errors=[{"pointer": ""}])
    return value


def deepest(text: str) -> int:
    depth = most = 0
    for letter in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        depth += (letter in "[{") - (letter in "]}")
        most = max(most, depth)
    return most


def check(
    value: dict[str, Any], schema: dict[str, Any], *, partial: bool = False
) -> dict[str, Any]:
    """The value when it is as the schema says. Raises Problem 422 that names every fault."""
    properties = schema["properties"]
    faults = {name: "is not known" for name in value if name not in properties}
    if not partial:
        faults |= {name: "is required" for name in schema.get("required", ()) if name not in value}
    for name, its in properties.items():
        if name in value:
            fault = find_fault(value[name], its)
            if fault:
                faults[name] = fault
    if faults:
        errors = [{"pointer": f"/{name}", "detail": fault} for name, fault in faults.items()]
        raise Problem(422, "invalid", "Some values are not valid.", errors=errors)
    return value


def find_fault(value: Any, schema: dict[str, Any]) -> str:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if value is None:
        return "" if "null" in kinds else "must not be null"
    if "string" in kinds:
        return find_text_fault(value, schema)
    if "integer" in kinds:
        if not isinstance(value, int) or isinstance(value, bool):
            return "must be an integer"
        if not schema["minimum"] <= value <= schema["maximum"]:
            return "is out of range"
    return ""


def find_text_fault(value: Any, schema: dict[str, Any]) -> str:
    if not isinstance(value, str):
        return "must be a text"
    if "\x00" in value or any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        return "holds what is no character"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 4000):
        return "is too short or too long"
    if schema.get("format") == "email" and not EMAIL.match(value):
        return "is no address"
    if schema.get("format") == "uri" and not re.match(r"https?://", value):
        return "is no web address"
    return ""
