"""The operations that sign up, log in, refresh and make things are found by name and shape."""

from __future__ import annotations

from typing import Any

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeWords
from backend_agent.verify.probe.learn import find_prefix
from backend_agent.verify.probe.openapi import Description, Operation
from backend_agent.verify.probe.roles import find_resources, find_roles

WORDS = load_catalog().documents(ProbeWords)[0].value


def body(*names: str, envelope: str = "") -> dict[str, Any]:
    inner = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": list(names),
    }
    return {"type": "object", "properties": {envelope: inner}} if envelope else inner


def op(
    key: str,
    *names: str,
    secured: bool = False,
    envelope: str = "",
    media: str = "application/json",
) -> Operation:
    method, path = key.split(" ")
    return Operation(
        method=method,
        path=path,
        body=body(*names, envelope=envelope) if names else None,
        media=media if names else "",
        secured=secured,
    )


DIALECTS = {
    "sessions": (
        op("POST /users", "email", "password"),
        op("POST /sessions", "email", "password"),
        op("POST /sessions/refresh", "refresh_token"),
        op("DELETE /sessions/current", secured=True),
    ),
    "oauth form": (
        op("POST /api/v1/users/signup", "email", "password", "full_name"),
        op(
            "POST /api/v1/login/access-token",
            "username",
            "password",
            media="application/x-www-form-urlencoded",
        ),
        op("POST /api/v1/users/", "email", "password", secured=True),
        op("POST /api/v1/login/refresh"),
        op("POST /api/v1/logout"),
    ),
    "envelope": (
        op("POST /api/users", "username", "email", "password", envelope="user"),
        op("POST /api/users/login", "email", "password", envelope="user"),
        op("GET /api/auth/refresh"),
        op("POST /api/auth/logout"),
    ),
    "verbs": (
        op("POST /auth/email/register", "email", "password"),
        op("POST /auth/email/login", "email", "password"),
        op("POST /auth/refresh"),
        op("POST /auth/logout"),
    ),
    "camel": (
        op("POST /v1/auth/signUp", "login", "pwd"),
        op("POST /v1/auth/signIn", "login", "pwd"),
        op("POST /v1/auth/refreshToken", "refreshToken"),
        op("POST /v1/auth/signOut"),
    ),
}
NOISE = (
    op("POST /password-reset", "email", "password"),
    op("POST /admin/users", "email", "password", secured=True),
    op("POST /users/{id}/password", "password", secured=True),
)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_roles_are_found_in_every_dialect(dialect: str) -> None:
    operations = DIALECTS[dialect]
    roles = find_roles(Description(operations=(*NOISE, *operations), raw={}), WORDS)
    assert roles.signup == operations[0]
    assert roles.login == operations[1]
    assert roles.refresh is not None
    assert "refresh" in roles.refresh.path.lower()
    assert roles.logout is not None


def test_a_login_by_basic_authentication_has_no_body() -> None:
    raw = {"components": {"securitySchemes": {"basic": {"type": "http", "scheme": "basic"}}}}
    roles = find_roles(Description(operations=(op("POST /tokens", secured=True),), raw=raw), WORDS)
    assert roles.login is not None
    assert roles.login_is_basic


def test_the_completest_resource_comes_first_and_people_last() -> None:
    operations = (
        op("POST /users", "email", "password"), op("GET /users/{id}"),
        op("POST /tags", "name", secured=True), op("GET /tags/{id}", secured=True),
        op("POST /notes", "title", secured=True), op("GET /notes/{id}", secured=True), op("GET /notes", secured=True),
        op("PATCH /notes/{id}", "title", secured=True), op("DELETE /notes/{id}", secured=True),
    )  # fmt: skip
    description = Description(operations=operations, raw={})
    found = find_resources(description, WORDS, find_roles(description, WORDS))
    assert [each.create.path for each in found] == ["/notes", "/tags"]
    assert found[0].listing == operations[6]


def test_the_prefix_is_what_most_paths_share() -> None:
    paths = ("/api/v1/a", "/api/v1/b/{id}", "/health")
    assert (
        find_prefix(Description(operations=tuple(op(f"GET {path}") for path in paths))) == "/api/v1"
    )
    assert find_prefix(Description(operations=tuple(op(f"GET /{name}") for name in "ab"))) == ""
