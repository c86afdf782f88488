"""The description: what it says of errors, and whether the answers are what it says."""

from __future__ import annotations

import re
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.openapi import Operation, Schema
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

MOST_DEPTH = 8


@check("D01")
async def errors_are_described(desk: Desk) -> Judged:
    operations = [
        each
        for each in desk.description.operations
        if each.secured or each.body is not None or "{" in each.path
    ]
    if not operations:
        return unknown("no operation can fail by what is sent")
    bare = [
        each for each in operations if not any(status[:1] in "45d" for status, _ in each.answers)
    ]
    if bare:
        return failed(
            f"{len(bare)} of {len(operations)} operations describe no error: {bare[0].key}"
        )
    problems = [
        each
        for each in operations
        if any(
            "application/problem+json" in media
            for status, media in each.answers
            if status[:1] in "45d"
        )
    ]
    return expect(
        len(problems) == len(operations),
        f"{len(operations)} operations",
        f"{len(operations) - len(problems)} of {len(operations)} describe errors that are no problem details",
    )


@check("D02")
async def answers_are_as_described(desk: Desk) -> Judged:
    seen = 0
    for each in desk.client.exchanges:
        operation = find_operation(desk, each)
        if (
            operation is None
            or not each.status
            or each.status >= 500
            or not operation.answers
            or each.status in (405, 406, 408, 411, 413, 414, 415, 429, 431)
        ):
            continue
        statuses = {status.upper() for status, _ in operation.answers}
        known = {str(each.status), f"{each.status // 100}XX", "DEFAULT"} & statuses
        if not known and each.ok:
            return failed(f"{operation.key} answers {each.status}, which is not described", each)
        schema = next(
            (schema for status, schema in operation.replies if status == str(each.status)), None
        )
        if schema and each.ok and each.media_type.endswith("json") and each.method != "HEAD":
            seen += 1
            fault = find_fault(schema, each.json())
            if fault:
                return failed(
                    f"{operation.key} answers something else than described: {fault}", each
                )
    return (
        passed(f"{seen} answers compared") if seen else unknown("no answer has a described schema")
    )


def fits_path(template: str, path: str) -> bool:
    """Whether the path is one of those that the template stands for."""
    return bool(re.fullmatch(re.sub(r"\\\{[^{}]+\\\}", "[^/]+", re.escape(template)), path))


def find_operation(desk: Desk, exchange: Exchange) -> Operation | None:
    """The operation that the exchange asked for; the one with the fewest parameters when several fit."""
    path = exchange.target.partition("?")[0]
    fits = [
        each
        for each in desk.description.operations
        if each.method == exchange.method and fits_path(each.path, path)
    ]
    return min(fits, key=lambda each: each.path.count("{"), default=None)


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


def find_fault(schema: Schema, value: Any, at: str = "", depth: int = 0) -> str:
    """Where the value is not what the schema says, "" = nowhere. Types, required members and enums."""
    if depth > MOST_DEPTH or not schema:
        return ""
    choices = schema.get("anyOf") or schema.get("oneOf")
    if isinstance(choices, list):
        faults = [
            find_fault(each, value, at, depth + 1) for each in choices if isinstance(each, dict)
        ]
        return (
            ""
            if not faults or "" in faults or (value is None and schema.get("nullable"))
            else faults[0]
        )
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    if value is None and (schema.get("nullable") or not kinds):
        return ""
    allowed = tuple(each for kind in kinds for each in TYPES.get(kind, (object,)))
    odd_bool = isinstance(value, bool) and kinds and "boolean" not in kinds
    if kinds and (odd_bool or not isinstance(value, allowed)):
        whole = "integer" in kinds and isinstance(value, float) and value.is_integer()
        return "" if whole else f"{at or 'the body'} is no {' or '.join(kinds)}"
    if isinstance(schema.get("enum"), list) and value not in schema["enum"]:
        return f"{at or 'the body'} is none of the declared values"
    if isinstance(value, dict):
        return _object_fault(schema, value, at, depth)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, each in enumerate(value[:5]):
            fault = find_fault(schema["items"], each, f"{at}/{number}", depth + 1)
            if fault:
                return fault
    return ""


def _object_fault(schema: Schema, value: dict[str, Any], at: str, depth: int) -> str:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    for name in schema.get("required") or ():
        if name not in value and not (properties.get(name) or {}).get("writeOnly"):
            return f"{at}/{name} is missing"
    for name, its in properties.items():
        if name in value and isinstance(its, dict):
            fault = find_fault(its, value[name], f"{at}/{name}", depth + 1)
            if fault:
                return fault
    if schema.get("additionalProperties") is False and properties:
        extra = sorted(set(value) - set(properties))
        if extra:
            return f"{at}/{extra[0]} is not described"
    return ""


@check("D05")
async def deprecation_is_told(desk: Desk) -> Judged:
    raw = desk.description.raw or {}
    for path, item in (raw.get("paths") or {}).items():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if (
                method == "get"
                and isinstance(operation, dict)
                and operation.get("deprecated")
                and "{" not in str(path)
            ):
                target = next(
                    (
                        each.path
                        for each in desk.description.operations
                        if each.path.endswith(str(path))
                    ),
                    str(path),
                )
                answer = await desk.client.ask("GET", target, user=desk.first)
                return expect(
                    re.match(r"@\d+$", answer.header("deprecation") or ""),
                    "told",
                    "a deprecated operation does not say so: no Deprecation field",
                    answer,
                )

    return absent("no operation to read is deprecated")
