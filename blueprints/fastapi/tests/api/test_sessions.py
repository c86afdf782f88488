"""Logging in, rotating refresh tokens, logging out."""

import asyncio
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import bcrypt
import jwt
import pytest
from fastapi import FastAPI
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from acme_service.models import UserSession
from acme_service.repositories.user import UserRepository
from tests.conftest import PASSWORD, FakeClock, LogLines, SignIn

SESSIONS = "/api/v1/sessions"
ME = "/api/v1/users/me"
EMAIL = "owner@example.com"


@pytest.fixture
async def tokens(client: AsyncClient, sign_in: SignIn) -> dict[str, Any]:
    await sign_in(EMAIL)
    response = await log_in(client)
    tokens: dict[str, Any] = response.json()
    return tokens


async def log_in(client: AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> Response:
    return await client.post(SESSIONS, json={"email": email, "password": password})


async def refresh(client: AsyncClient, refresh_token: str) -> Response:
    return await client.post(f"{SESSIONS}/refresh", json={"refresh_token": refresh_token})


async def whoami(client: AsyncClient, access_token: str) -> Response:
    return await client.get(ME, headers={"Authorization": f"Bearer {access_token}"})


async def stored_hash(app: FastAPI) -> str:
    async with app.state.container.database.session() as session:
        user = await UserRepository(session).get_by_email(EMAIL)
        assert user is not None
        return user.password_hash


async def store_hash(app: FastAPI, password_hash: str) -> None:
    async with app.state.container.database.session() as session:
        user = await UserRepository(session).get_by_email(EMAIL)
        assert user is not None
        user.password_hash = password_hash
        await session.commit()


async def test_login_gives_a_short_eddsa_token_that_is_not_cached(
    client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(EMAIL)

    response = await log_in(client)

    assert response.status_code == 201
    assert response.headers["Cache-Control"] == "no-store"
    token = response.json()["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert jwt.get_unverified_header(token) == {"alg": "EdDSA", "typ": "at+jwt"}
    assert claims["exp"] - claims["iat"] == response.json()["expires_in"] == 15 * 60
    assert (await whoami(client, token)).json()["email"] == EMAIL


async def test_there_is_no_password_grant(client: AsyncClient) -> None:
    form = {"grant_type": "password", "username": EMAIL, "password": PASSWORD}

    assert (await client.post(SESSIONS, data=form)).status_code == 415
    assert (await client.post("/token", data=form)).status_code == 404


async def test_wrong_password_and_unknown_user_are_answered_alike(
    client: AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(EMAIL)

    wrong = await log_in(client, password="wrong password, long enough")
    unknown = await log_in(client, email="nobody@example.com")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.headers["WWW-Authenticate"] == unknown.headers["WWW-Authenticate"]
    wrong_body, unknown_body = wrong.json(), unknown.json()
    assert wrong_body.pop("request_id") != unknown_body.pop("request_id")
    assert wrong_body == unknown_body


async def test_inactive_user_cannot_log_in_and_is_logged_out(
    client: AsyncClient, app: FastAPI, tokens: dict[str, Any]
) -> None:
    async with app.state.container.database.session() as session:
        user = await UserRepository(session).get_by_email(EMAIL)
        assert user is not None
        user.active = False
        await session.commit()

    assert (await log_in(client)).status_code == 401
    assert (await whoami(client, tokens["access_token"])).status_code == 401
    assert (await refresh(client, tokens["refresh_token"])).status_code == 401


async def test_old_bcrypt_hash_is_accepted_and_replaced_at_login(
    client: AsyncClient, app: FastAPI, sign_in: SignIn
) -> None:
    await sign_in(EMAIL)
    await store_hash(app, bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode())

    assert (await log_in(client, password="wrong password, long enough")).status_code == 401
    assert (await stored_hash(app)).startswith("$2b$")
    assert (await log_in(client)).status_code == 201
    assert (await stored_hash(app)).startswith("$argon2id$")
    assert (await log_in(client)).status_code == 201


async def test_refresh_rotates_both_tokens(client: AsyncClient, tokens: dict[str, Any]) -> None:
    response = await refresh(client, tokens["refresh_token"])

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    rotated = response.json()
    assert rotated["refresh_token"] != tokens["refresh_token"]
    assert rotated["access_token"] != tokens["access_token"]
    assert (await refresh(client, rotated["refresh_token"])).status_code == 200


async def test_reused_refresh_token_revokes_family_even_though_the_request_fails(
    client: AsyncClient, tokens: dict[str, Any], log_lines: LogLines
) -> None:
    newest = (await refresh(client, tokens["refresh_token"])).json()

    assert (await refresh(client, tokens["refresh_token"])).status_code == 401
    assert (await refresh(client, newest["refresh_token"])).status_code == 401
    assert (await whoami(client, newest["access_token"])).status_code == 401
    assert "refresh_token_reused" in {line["event"] for line in log_lines()}


async def test_parallel_refresh_succeeds_once(client: AsyncClient, tokens: dict[str, Any]) -> None:
    answers = await asyncio.gather(*(refresh(client, tokens["refresh_token"]) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]


async def test_other_sessions_survive_the_end_of_one(
    client: AsyncClient, tokens: dict[str, Any]
) -> None:
    other = (await log_in(client)).json()
    await refresh(client, tokens["refresh_token"])
    await refresh(client, tokens["refresh_token"])

    assert (await whoami(client, other["access_token"])).status_code == 200


async def test_refresh_token_expires_when_it_is_not_used(
    client: AsyncClient, tokens: dict[str, Any], clock: FakeClock
) -> None:
    clock.advance(timedelta(days=14))

    assert (await refresh(client, tokens["refresh_token"])).status_code == 401


async def test_session_ends_however_often_it_was_refreshed(
    client: AsyncClient, tokens: dict[str, Any], clock: FakeClock
) -> None:
    for _ in range(2):
        clock.advance(timedelta(days=13))
        tokens = (await refresh(client, tokens["refresh_token"])).json()
    clock.advance(timedelta(days=4))

    assert (await refresh(client, tokens["refresh_token"])).status_code == 401


async def test_login_clears_away_sessions_that_have_ended(
    client: AsyncClient, app: FastAPI, tokens: dict[str, Any], clock: FakeClock
) -> None:
    assert (await refresh(client, tokens["refresh_token"])).status_code == 200
    clock.advance(timedelta(days=30))
    await log_in(client)

    async with app.state.container.database.session() as session:
        remaining = (await session.scalars(select(UserSession))).all()
    assert [user_session.created_at for user_session in remaining] == [clock()]


async def test_expired_access_token_is_refused(
    client: AsyncClient, sign_in: SignIn, clock: FakeClock
) -> None:
    clock.advance(timedelta(minutes=-16))
    await sign_in(EMAIL)
    token = (await log_in(client)).json()["access_token"]

    response = await whoami(client, token)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


async def test_logout_ends_the_session_at_once(client: AsyncClient, tokens: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}

    assert (await client.delete(f"{SESSIONS}/current", headers=headers)).status_code == 204
    assert (await whoami(client, tokens["access_token"])).status_code == 401
    assert (await refresh(client, tokens["refresh_token"])).status_code == 401


@pytest.mark.parametrize("text", ["", "x", "x.y", "00000000-0000-0000-0000-00000000dead.secret"])
async def test_malformed_refresh_token_is_refused(client: AsyncClient, text: str) -> None:
    response = await refresh(client, text)

    assert response.status_code == 401
    assert response.json()["type"] == "urn:problem:acme-service:invalid-refresh-token"


async def test_refresh_token_is_no_access_token(
    client: AsyncClient, tokens: dict[str, Any]
) -> None:
    assert (await whoami(client, tokens["refresh_token"])).status_code == 401


async def test_refresh_token_is_stored_as_a_hash(app: FastAPI, tokens: dict[str, Any]) -> None:
    session_id, _, secret = tokens["refresh_token"].partition(".")
    async with app.state.container.database.session() as session:
        user_session = await session.get(UserSession, UUID(session_id))

    assert user_session.refresh_hash == sha256(secret.encode()).hexdigest()
