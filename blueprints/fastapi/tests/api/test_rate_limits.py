"""Attempts to log in, register and refresh are limited."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from tests.conftest import PASSWORD, FakeClock

LOGIN = "/api/v1/sessions"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (LOGIN, {"email": "a@example.com", "password": PASSWORD}),
        (f"{LOGIN}/refresh", {"refresh_token": "x"}),
        ("/api/v1/users", {"email": "a@example.com", "password": PASSWORD}),
    ],
)
async def test_attempts_of_one_client_are_limited(
    client: AsyncClient, clock: FakeClock, path: str, body: dict[str, Any]
) -> None:
    for number in range(10):
        forged = {"X-Forwarded-For": f"10.0.0.{number}"}
        assert (await client.post(path, json=body, headers=forged)).status_code != 429

    response = await client.post(path, json=body)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "60"
    assert response.json()["type"] == "urn:problem:acme-service:too-many-attempts"
    clock.advance(timedelta(seconds=60))
    assert (await client.post(path, json=body)).status_code != 429


@pytest.mark.usefixtures("client")
async def test_attempts_on_one_account_are_limited_whoever_makes_them(app: FastAPI) -> None:
    statuses = []
    for number in range(11):
        transport = ASGITransport(app, client=(f"10.0.0.{number}", 1))
        async with AsyncClient(transport=transport, base_url="http://testserver") as client:
            credentials = {"email": "Victim@example.com", "password": "wrong, but long enough"}
            statuses.append((await client.post(LOGIN, json=credentials)).status_code)

    assert statuses == [401] * 10 + [429]
