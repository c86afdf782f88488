"""Where in a call a value is given: the reading of `facts_format.Place`."""

from __future__ import annotations

import re
from functools import cache

from backend_agent.facts.follower import Follower
from backend_agent.facts.objects import (
    Called,
    Fields,
    Group,
    Instance,
    Number,
    Outside,
    Procedure,
    Shape,
    Value,
)
from backend_agent.values.routing_format import Place

fits = cache(lambda pattern, name: bool(pattern and re.fullmatch(pattern, name)))
# The names of successful answers in the IANA registry; frameworks write them with underscores.
WORDS = {"OK": 200, "CREATED": 201, "ACCEPTED": 202, "NO_CONTENT": 204, "PARTIAL_CONTENT": 206}
METHOD = re.compile(r"(?i)(?:meth(?:od)?_?)?(get|post|put|patch|delete|head|options)")
STATUS = re.compile(r"(?<!\d)([1-5]\d\d)(?!\d)")


def find_at(called: Called, place: Place) -> Value | None:
    """The first value that the place finds, or None."""
    for step in place:
        first, *rest = step.split(".")
        value = _argument(called, first)
        for key in rest:
            value = _key(value, key)
        if value is not None:
            return value
    return None


def source_at(called: Called, place: Place) -> str:
    """How the value at the place is written, "" where that is not known."""
    for step in place:
        first, *rest = step.split(".")
        if not rest and first.isdigit() and int(first) < len(called.sources):
            return called.sources[int(first)]
        value = _argument(called, first)
        for key in rest[:-1]:
            value = _key(value, key)
        pairs = value.pairs if isinstance(value, Fields) and rest else ()
        source = next((pair.source for pair in pairs if pair.name == rest[-1]), "")
        if source:
            return source
    return ""


def _argument(called: Called, name: str) -> Value | None:
    if name.endswith("*"):
        given = called.arguments[int(name[:-1] or 0) :]
        return Group(items=given) if given else None
    if name.lstrip("-").isdigit():
        index = int(name)
        fits = -len(called.arguments) <= index < len(called.arguments)
        return called.arguments[index] if fits else None
    for pair in called.keywords:
        if pair.name == name:
            return pair.value
    # An object given last plays the part of keywords.
    last = called.arguments[-1] if called.arguments else None
    return last.get(name) if isinstance(last, Fields) else None


def _key(value: Value | None, key: str) -> Value | None:
    if isinstance(value, Group) and key.isdigit():
        return value.items[int(key)] if int(key) < len(value.items) else None
    if isinstance(value, Called) and value.arguments:
        value = value.arguments[0]
    return value.get(key) if isinstance(value, Fields) else None


def is_no(value: Value | None) -> bool:
    return isinstance(value, Number) and value.source.lower() == "false"


def is_yes(value: Value | None) -> bool:
    return isinstance(value, Number) and value.source.lower() == "true"


def list_texts(value: Value | None) -> tuple[str, ...]:
    """A text, or the texts of a list."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Group):
        return tuple(item for item in value.items if isinstance(item, str))
    return ()


def list_methods(value: Value | None) -> tuple[str, ...]:
    """HTTP methods as texts, or as names of constants: `http.MethodPost`, `HttpMethod.GET`."""
    items = value.items if isinstance(value, Group) else (value,)
    found: list[str] = []
    for item in items:
        if isinstance(item, str):
            found.append(item.upper())
        elif isinstance(item, Outside):
            named = METHOD.fullmatch(item.name.rsplit(".", 1)[-1])
            found.extend([named.group(1).upper()] if named else [])
    return tuple(found)


def status_of(follower: Follower, value: Value | None) -> int | None:
    """A status code written as number, as a name that holds it, or as the first key of answers."""
    value = follower.resolve(value) if value is not None else None
    text = ""
    if isinstance(value, Number):
        text = value.source
    elif isinstance(value, Fields):
        text = next((p.name for p in value.pairs if STATUS.search(p.name)), "")
    elif isinstance(value, Outside):
        text = value.name
    found = STATUS.search(text)
    if found is None:
        return WORDS.get(text.rsplit(".", 1)[-1].upper())
    return int(found.group(1))


def describe(value: Value | None) -> str:
    """A short name for a value in reports: the function's, the class', what was called."""
    match value:
        case Procedure():
            return value.function.name or f"function at line {value.function.line}"
        case Shape():
            return value.definition.name
        case Instance():
            return value.shape.definition.name
        case Called():
            return value.name.rsplit(".", 1)[-1] if value.name else value.source
        case str():
            return value
        case None:
            return ""
    return str(getattr(value, "name", "") or getattr(value, "source", ""))
