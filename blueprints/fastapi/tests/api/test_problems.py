"""Errors are problem details, whatever raised them, and tell nothing about the inside."""

import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response

from acme_service.api.problems import METHODS
from acme_service.settings import Settings
from tests.conftest import Headers, LogLines

USERS = "/api/v1/users"
JSON = {"Content-Type": "application/json"}


def assert_problem(response: Response, status: int) -> dict[str, Any]:
    problem: dict[str, Any] = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert problem["request_id"] == response.headers["X-Request-ID"]
    assert problem["instance"] == response.request.url.path
    assert problem["type"] == "about:blank" or problem["type"].startswith("urn:problem:")
    assert problem["title"]
    assert problem["detail"]
    return problem


async def test_unknown_address_is_a_404_problem(client: AsyncClient) -> None:
    assert_problem(await client.get("/api/v1/nothing"), 404)
    assert_problem(await client.get(f"{USERS}/"), 404)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (USERS, "GET, HEAD, POST"),
        (f"{USERS}/{uuid4()}", "PATCH"),
        ("/api/v1/sessions", "POST"),
        ("/live", "GET, HEAD"),
    ],
)
async def test_wrong_method_is_a_405_problem_naming_all_that_are_allowed(
    client: AsyncClient, path: str, allowed: str
) -> None:
    for method in set(METHODS) - set(allowed.split(", ")):
        response = await client.request(method, path)
        assert_problem(response, 405)
        assert response.headers["Allow"] == allowed


async def test_announced_and_streamed_bodies_over_the_limit_are_413_problems(
    client: AsyncClient, settings: Settings
) -> None:
    half = b" " * (settings.max_body_bytes // 2 + 1)

    async def stream() -> AsyncIterator[bytes]:
        yield half
        yield half

    assert_problem(await client.post(USERS, content=half + half, headers=JSON), 413)
    assert_problem(await client.post(USERS, content=stream(), headers=JSON), 413)


async def test_a_length_beside_chunks_is_a_400_problem_that_closes_the_connection(
    client: AsyncClient,
) -> None:
    headers = JSON | {"Content-Length": "2", "Transfer-Encoding": "chunked"}

    response = await client.post(USERS, content=b"{}", headers=headers)

    assert_problem(response, 400)
    assert response.headers["Connection"] == "close"


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""]
)
async def test_other_media_types_than_json_are_415_problems(
    client: AsyncClient, media_type: str
) -> None:
    headers = {"Content-Type": media_type}

    assert_problem(await client.post(USERS, content=b"{}", headers=headers), 415)


@pytest.mark.parametrize(
    "media_type", ["application/merge-patch+json", "Application/JSON; charset=utf-8"]
)
async def test_media_types_of_json_are_read(client: AsyncClient, media_type: str) -> None:
    headers = {"Content-Type": media_type}

    assert_problem(await client.post(USERS, content=b"{}", headers=headers), 422)


@pytest.mark.parametrize("body", [b'{"email": ', b'{"email": "\xff\xfe"}', b"[" * 100_000])
async def test_body_that_is_not_json_is_a_400_problem(client: AsyncClient, body: bytes) -> None:
    assert_problem(await client.post(USERS, content=body, headers=JSON), 400)


async def test_invalid_values_are_a_422_problem_that_points_at_them(client: AsyncClient) -> None:
    payload = {"email": "nobody", "password": "long enough, is it not", "a/b~c": 1}

    problem = assert_problem(await client.post(USERS, json=payload), 422)

    assert problem["type"] == "urn:problem:acme-service:invalid-request"
    pointers = {error["pointer"] for error in problem["errors"]}
    assert pointers == {"/email", "/a~1b~0c"}


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400"])
async def test_numbers_that_json_does_not_know_are_refused(
    client: AsyncClient, number: str
) -> None:
    body = f'{{"email": {number}, "password": {number}}}'

    assert_problem(await client.post(USERS, content=body, headers=JSON), 422)


@pytest.mark.parametrize("user_id", ["-1", "0", "x" * 3000, "'%20OR%201=1", "%00", "%ff"])
async def test_id_of_a_wrong_form_is_a_422_problem(
    client: AsyncClient, owner: Headers, user_id: str
) -> None:
    assert_problem(await client.patch(f"{USERS}/{user_id}", json={}, headers=owner), 422)


async def test_missing_token_is_a_401_problem_with_a_challenge(client: AsyncClient) -> None:
    response = await client.get(USERS)

    assert_problem(response, 401)
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_only_public_routes_answer_without_a_token(client: AsyncClient, app: FastAPI) -> None:
    public = {
        ("get", "/live"),
        ("get", "/ready"),
        ("get", "/startup"),
        ("post", "/api/v1/sessions"),
        ("post", "/api/v1/sessions/refresh"),
        ("post", "/api/v1/users"),
    }
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            url = re.sub(r"\{\w+\}", str(uuid4()), path)
            response = await client.request(method, url)
            assert (response.status_code == 401) is ((method, path) not in public), (method, path)


@pytest.mark.parametrize("path", ["/metrics", "/actuator", "/debug", "/admin", "/redoc"])
async def test_no_page_of_the_inside_is_published(client: AsyncClient, path: str) -> None:
    assert_problem(await client.get(path), 404)


async def test_unexpected_error_is_a_500_problem_and_an_error_in_the_log_only(
    client: AsyncClient, app: FastAPI, log_lines: LogLines
) -> None:
    def fail() -> None:
        raise RuntimeError("the inside")

    app.add_api_route("/fail", fail)

    response = await client.get("/fail")

    problem = assert_problem(response, 500)
    assert "the inside" not in response.text
    assert "Traceback" not in response.text
    errors = [line for line in log_lines() if line["level"] == "error"]
    assert [line["event"] for line in errors] == ["unexpected_error"]
    assert errors[0]["request_id"] == problem["request_id"]
    assert "RuntimeError: the inside" in errors[0]["exception"]


async def test_expected_errors_are_never_logged_as_errors(
    client: AsyncClient, owner: Headers, admin: Headers, log_lines: LogLines
) -> None:
    await client.patch(f"{USERS}/{uuid4()}", json={}, headers=admin)
    await client.get(USERS)
    await client.get(USERS, headers=owner)
    await client.get(USERS, params={"cursor": "x"}, headers=admin)

    lines = log_lines()
    refusals = [line["reason"] for line in lines if line["event"] == "request_refused"]
    assert refusals == ["NotFound", "MissingAccessToken", "Forbidden", "InvalidCursor"]
    assert {line["level"] for line in lines} <= {"info", "warning"}
    assert not any("exception" in line for line in lines)
