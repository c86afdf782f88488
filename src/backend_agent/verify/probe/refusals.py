"""Learns by asking what a body must hold: a refusal names the members that it misses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.client import User, new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.openapi import Operation, Schema
from backend_agent.verify.probe.samples import make_sample

ROUNDS = 5
MOST_MEMBERS = 24
MOST_OPERATIONS = 12
MOST_TEXT = 8000
NAME = r"[A-Za-z_][A-Za-z0-9_]{1,30}"
# Where refusals put names: quotes, paths with dots, "x is required", keys of an object.
NAMED = (
    re.compile(rf"""(?<![A-Za-z])\\?["'`](?:{NAME}\.)*({NAME})\\?["'`]"""),
    re.compile(rf"\b({NAME}) (?:is (?:a )?(?:required|missing)|can(?:no|')t be|must|should)"),
    re.compile(rf"(?:field|missing|required|parameter|property|body)[:. ]+({NAME})", re.IGNORECASE),
)
# Words of the refusals themselves.
COMMON = frozenset(
    """error errors message messages detail details status code type instance path param field fields value
    msg location body required missing invalid validation failed bad request string number integer boolean
    object array null undefined true false json success data statuscode timestamp stack issues loc input
    ctx url received expected tag key is the a of in to and not or must should be this that unauthorized
    forbidden exception kind properties reason cause min max binding can can't rule args""".split()
)
# As a value they may as well be a member's name.
MEMBERS = frozenset("type status code value path url location message key tag kind detail".split())
WRONG_KIND = (
    (re.compile(r"(?i)\b(number|integer|int|numeric|float)\b"), {"type": "integer"}),
    (re.compile(r"(?i)\bbool(ean)?\b"), {"type": "boolean"}),
    (re.compile(r"(?i)\b(array|list|slice)\b"), {"type": "array", "items": {}}),
)


async def learn_bodies(desk: Desk, wanted: list[Operation], user: User | None) -> None:
    """Put what was learned into the description of the desk."""
    learned: dict[str, Operation] = {}
    for operation in wanted[:MOST_OPERATIONS]:
        if operation.body is None and operation.method == "POST":
            learned[operation.key] = await _learn_body(desk, operation, user)
    shared = {
        key.partition(" ")[2].rstrip("/"): each.body for key, each in learned.items() if each.body
    }
    operations = tuple(
        learned.get(each.key) or _share(each, shared) for each in desk.description.operations
    )
    desk.description = replace(desk.description, operations=operations)


def _share(operation: Operation, bodies: dict[str, Schema]) -> Operation:
    """An update takes what making took, where nothing else is known."""
    if operation.body is not None:
        return operation
    collection = operation.path.rstrip("/").rpartition("/")[0]
    if operation.method in ("PUT", "PATCH") and collection in bodies:
        body = bodies[collection]
        required = body.get("required", []) if operation.method == "PUT" else []
        return replace(operation, body={**body, "required": required})
    return operation


async def _learn_body(desk: Desk, operation: Operation, user: User | None) -> Operation:
    """As it is asked for; where naming the members changes nothing, in an envelope named after the path."""
    bare = await _try_members(desk, operation, user, "")
    if bare.answer.ok or not bare.properties:
        return _settle(operation, bare)
    for word in _singulars(operation.path)[:2]:
        wrapped = await _try_members(desk, operation, user, word)
        if wrapped.answer.ok or wrapped.answer.status != bare.answer.status:
            return _settle(operation, wrapped)
    # Refused for another reason, such as nobody of that name; still it is what it asked for.
    return _settle(operation, bare)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """The members that were asked for, in which envelope ("" = none), and the last answer."""

    properties: dict[str, Schema]
    envelope: str
    path: str
    answer: Exchange


async def _try_members(
    desk: Desk, operation: Operation, user: User | None, envelope: str
) -> _Tried:
    properties: dict[str, Schema] = {}
    path = operation.path
    for _ in range(ROUNDS):
        sample = make_sample(_object(properties, envelope), new_nonce())
        answer = await desk.client.ask("POST", desk.fill(path, user), user=user, value=sample)
        if answer.status in (301, 307, 308):
            path = _other_spelling(path, answer) or path
            continue
        kinds = _read_kinds(answer, properties)
        fresh = [name for name in read_names(answer) if name not in properties and name != envelope]
        done = answer.ok or not answer.refused or len(properties) > MOST_MEMBERS
        if done or not (fresh or kinds):
            break
        properties |= {name: {"type": "string"} for name in fresh} | kinds
    return _Tried(properties=properties, envelope=envelope, path=path, answer=answer)


def _object(properties: dict[str, Schema], envelope: str) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
    }
    if not envelope:
        return schema
    return {"type": "object", "properties": {envelope: schema}, "required": [envelope]}


def _settle(operation: Operation, tried: _Tried) -> Operation:
    known = tried.answer.ok or bool(tried.properties)
    body = _object(tried.properties, tried.envelope) if known else operation.body
    return replace(operation, body=body, path=tried.path)


def _other_spelling(path: str, answer: Exchange) -> str:
    """The same path with or without its last slash, where the service leads there."""
    target = urlsplit(answer.header("location") or "").path
    return target if target.rstrip("/") == path.rstrip("/") and target != path else ""


def _singulars(path: str) -> list[str]:
    """The words of a path, the last first: `/users/login` is about a login of a user."""
    words = [part for part in path.split("/") if part and "{" not in part]
    return [word.removesuffix("s") for word in reversed(words)]


def read_names(answer: Exchange) -> tuple[str, ...]:
    """Members that a refusal speaks of, each as it may be spelled on the wire."""
    text, keys = _read_text(answer)
    found = dict.fromkeys(key for key in keys if key.lower() not in COMMON)
    for pattern in NAMED:
        for name in pattern.findall(text):
            if name.lower() not in COMMON - MEMBERS:
                found[name] = None
    names: dict[str, None] = {}
    for name in found:
        if name[0].isupper():
            # A type's own spelling: FullName is full_name or fullName on the wire.
            names[re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()] = None
            names[name[0].lower() + name[1:]] = None
        else:
            names[name] = None
    return tuple(names)[:MOST_MEMBERS]


def _read_text(answer: Exchange) -> tuple[str, tuple[str, ...]]:
    """What a refusal says, single words in quotes, and the keys below its first level."""
    document = answer.json()
    if not isinstance(document, dict | list):
        return answer.text[:MOST_TEXT], ()
    texts: list[str] = []
    keys: list[str] = []

    def gather(node: object, depth: int) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if depth and re.fullmatch(NAME, key):
                    keys.append(key)
                gather(value, depth + 1)
        elif isinstance(node, list):
            for each in node:
                gather(each, depth)
        elif isinstance(node, str):
            whole = re.fullmatch(rf"(?:{NAME}\.)*{NAME}", node) and depth > 1
            texts.append(f'"{node}"' if whole else node)

    gather(document, 0)
    return "\n".join(texts)[:MOST_TEXT], tuple(keys)


def _read_kinds(answer: Exchange, properties: dict[str, Schema]) -> dict[str, Schema]:
    """Members that it has, and that the refusal wants to be of another kind."""
    changed = {}
    for piece in re.split(r"[;,\n{}]|\. ", _read_text(answer)[0]):
        for name, schema in properties.items():
            if not re.search(rf"\b{re.escape(name)}\b", piece, re.IGNORECASE):
                continue
            kind = next((kind for sign, kind in WRONG_KIND if sign.search(piece)), None)
            if kind is not None and kind["type"] != schema.get("type"):
                changed[name] = dict(kind)
    return changed
