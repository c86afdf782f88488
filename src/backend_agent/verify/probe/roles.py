"""Finds by their names and shapes the operations that sign up, log in, refresh, log out, and make things."""

from __future__ import annotations

import re

from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.desk import Resource, Roles, object_of
from backend_agent.verify.probe.openapi import Description, Operation
from backend_agent.verify.probe.samples import kind_of, plain_schema

PARAMETER = re.compile(r"\{[^{}]+\}")


def find_roles(description: Description, words: ProbeWords) -> Roles:
    """The likeliest operation for each role."""
    posts = [
        each
        for each in description.operations
        if each.method == "POST" and not PARAMETER.search(each.path)
    ]
    signup = _best(posts, lambda each: _score_signup(each, words))
    login = _best(
        [each for each in posts if each is not signup], lambda each: _score_login(each, words)
    )
    basic = False
    if login is None and _speaks_basic(description):
        login = _best(
            [each for each in posts if each.body is None],
            lambda each: _matches(words.login_path, each.path),
        )
        basic = login is not None
    rest = [each for each in description.operations if each not in (signup, login)]
    refresh = _best(rest, lambda each: _score_refresh(each, words))
    logout = _best(
        rest,
        lambda each: _matches(words.logout_path, each.path) * (each.method in ("POST", "DELETE")),
    )
    return Roles(signup=signup, login=login, refresh=refresh, logout=logout, login_is_basic=basic)


def find_resources(
    description: Description, words: ProbeWords, roles: Roles
) -> tuple[Resource, ...]:
    """Pairs of POST /xs and GET /xs/{id} with what else their paths offer, the completest first."""
    taken = {each.key for each in (roles.signup, roles.login, roles.refresh, roles.logout) if each}
    by_key = {each.key: each for each in description.operations}
    found = []
    for create in description.operations:
        if create.method != "POST" or create.key in taken or create.is_item:
            continue
        if create.media and "json" not in create.media and "form-urlencoded" not in create.media:
            continue
        for read in description.operations:
            if read.method != "GET" or not _is_item_of(read.path, create.path):
                continue
            update = by_key.get(f"PATCH {read.path}") or by_key.get(f"PUT {read.path}")
            delete = by_key.get(f"DELETE {read.path}")
            listing = (
                by_key.get(f"GET {create.path}")
                or by_key.get(f"GET {create.path.rstrip('/')}")
                or by_key.get(f"GET {create.path.rstrip('/')}/")
            )
            found.append(
                Resource(create=create, read=read, update=update, delete=delete, listing=listing)
            )
    return tuple(sorted(found, key=lambda each: -_score_resource(each, words)))


def _best(operations: list[Operation], score: object) -> Operation | None:
    rated = [(float(score(each)), -len(each.path), each) for each in operations]  # type: ignore[operator]
    rated = [each for each in rated if each[0] > 0]
    return max(rated, key=lambda each: each[:2])[2] if rated else None


def fields_of(operation: Operation) -> tuple[str, ...]:
    """The names of the members of the body."""
    return tuple(str(name) for name in object_of(operation.body or {}).get("properties", {}))


def _matches(pattern: str, text: str) -> bool:
    return bool(re.search(pattern, text, re.IGNORECASE))


def _has(operation: Operation, pattern: str) -> bool:
    return any(_matches(pattern, name) for name in fields_of(operation))


def _score_signup(operation: Operation, words: ProbeWords) -> float:
    if not (_matches(words.signup_path, operation.path) and _has(operation, words.password_field)):
        return 0
    if not _has(operation, words.identity_field):
        return 0
    # Administrators make users too; signing up needs nobody.
    said = _matches("sign-?up|regist", operation.path)
    return 1 + 2 * (not operation.secured) + said - 3 * _matches(words.admin_path, operation.path)


def _score_login(operation: Operation, words: ProbeWords) -> float:
    named = _matches(words.login_path, operation.path)
    knows = _has(operation, words.password_field) and _has(operation, words.identity_field)
    if (
        not named
        or not knows
        or _matches("reset|recover|forgot|test-|sign-?up|regist", operation.path)
    ):
        return 0
    said = _matches("log-?in|sign-?in|access-token|sessions?/?$|tokens?/?$", operation.path)
    return 1 + said + (not operation.secured) - 2 * _matches(words.admin_path, operation.path)


def _score_refresh(operation: Operation, words: ProbeWords) -> float:
    if not _matches(words.refresh_path, operation.path + " " + operation.name):
        return 0
    return (
        1
        + (operation.method == "POST")
        + (operation.method in ("POST", "PUT") and _has(operation, "refresh"))
    )


def _speaks_basic(description: Description) -> bool:
    raw = description.raw or {}
    schemes = (
        (raw.get("components") or {}).get("securitySchemes") or raw.get("securityDefinitions") or {}
    )
    return any(
        isinstance(each, dict) and "basic" in (each.get("scheme"), each.get("type"))
        for each in schemes.values()
    )


def _is_item_of(path: str, collection: str) -> bool:
    head, _, last = path.rstrip("/").rpartition("/")
    if not (last.startswith("{") and last.endswith("}")):
        return False
    if head == collection.rstrip("/"):
        return True
    # /users/{name}/post and /users/{name}/post/{id}, or /post and /posts/{id}.
    return head.rstrip("s") == collection.rstrip("/").rstrip("s")


def _score_resource(resource: Resource, words: ProbeWords) -> float:
    score = (
        3.0 * (resource.update is not None)
        + 2 * (resource.delete is not None)
        + 2 * (resource.listing is not None)
    )
    score -= 4 * _matches(words.admin_path, resource.create.path)
    score -= 3 * _has(resource.create, words.password_field)
    score -= 2 * len(PARAMETER.findall(resource.create.path))
    schema = object_of(resource.create.body or {})
    required = [str(name) for name in schema.get("required", ())]
    score -= 2 * sum(bool(re.search(r"(_id|Id|_ids|Ids)$", name)) for name in required)
    properties = schema.get("properties", {})
    score -= sum(kind_of(properties.get(name, {})) in ("array", "object") for name in required)
    score += any(kind_of(plain_schema(each)) == "string" for each in properties.values())
    score -= 0.1 * len(required)
    score -= 3 * _matches(words.login_path, resource.create.path)
    score += resource.create.secured
    return score
