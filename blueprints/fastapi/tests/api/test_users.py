"""Registering, and what administrators may do."""

import pytest
from httpx2 import AsyncClient

from acme_service.__main__ import promote_user
from acme_service.settings import Settings
from tests.conftest import PASSWORD, Headers, SignIn

USERS = "/api/v1/users"


async def user_id(client: AsyncClient, headers: Headers) -> str:
    return str((await client.get(f"{USERS}/me", headers=headers)).json()["id"])


async def test_registration_of_a_known_address_looks_the_same_and_changes_nothing(
    client: AsyncClient, owner: Headers
) -> None:
    other = "another password, also long"

    fresh = await client.post(USERS, json={"email": "new@example.com", "password": other})
    known = await client.post(USERS, json={"email": "Owner@Example.com", "password": other})

    assert fresh.status_code == known.status_code == 202
    assert fresh.json() == known.json()
    credentials = {"email": "owner@example.com", "password": other}
    assert (await client.post("/api/v1/sessions", json=credentials)).status_code == 401
    assert (await client.get(f"{USERS}/me", headers=owner)).status_code == 200


@pytest.mark.parametrize("password", ["password", "12345678", "short", "x" * 257])
async def test_password_of_bad_length_is_refused_and_not_repeated(
    client: AsyncClient, password: str
) -> None:
    response = await client.post(USERS, json={"email": "a@example.com", "password": password})

    assert response.status_code == 422
    assert f'"{password}"' not in response.text


async def test_spaces_around_a_password_belong_to_it(client: AsyncClient) -> None:
    credentials = {"email": "a@example.com", "password": f"  {PASSWORD}  "}
    await client.post(USERS, json=credentials)

    assert (await client.post("/api/v1/sessions", json=credentials)).status_code == 201
    stripped = {**credentials, "password": PASSWORD}
    assert (await client.post("/api/v1/sessions", json=stripped)).status_code == 401


async def test_role_cannot_be_chosen_at_registration(client: AsyncClient) -> None:
    payload = {"email": "a@example.com", "password": PASSWORD, "role": "admin"}

    assert (await client.post(USERS, json=payload)).status_code == 422


async def test_password_hash_never_leaves_the_service(
    client: AsyncClient, owner: Headers, admin: Headers
) -> None:
    me = await client.get(f"{USERS}/me", headers=owner)
    users = await client.get(USERS, headers=admin)

    assert me.json().keys() == {"id", "email", "role", "active", "created_at", "updated_at"}
    assert "argon2" not in me.text + users.text


async def test_only_administrators_list_and_change_users(
    client: AsyncClient, owner: Headers, stranger: Headers
) -> None:
    target = f"{USERS}/{await user_id(client, stranger)}"

    assert (await client.get(USERS, headers=owner)).status_code == 403
    assert (await client.patch(target, json={"role": "admin"}, headers=owner)).status_code == 403
    assert (await client.get(f"{USERS}/me", headers=stranger)).json()["role"] == "user"


async def test_administrator_lists_users_in_pages(
    client: AsyncClient, owner: Headers, admin: Headers
) -> None:
    assert (await client.get(f"{USERS}/me", headers=owner)).status_code == 200

    first = (await client.get(USERS, params={"limit": 1}, headers=admin)).json()
    query = {"limit": 1, "cursor": first["next_cursor"]}
    second = (await client.get(USERS, params=query, headers=admin)).json()

    emails = [user["email"] for page in (first, second) for user in page["items"]]
    assert emails == ["admin@example.com", "owner@example.com"]
    assert second["next_cursor"] is None


async def test_change_of_role_works_at_once(
    client: AsyncClient, owner: Headers, admin: Headers
) -> None:
    target = f"{USERS}/{await user_id(client, owner)}"

    promoted = await client.patch(target, json={"role": "admin"}, headers=admin)
    assert promoted.json()["role"] == "admin"
    assert (await client.get(USERS, headers=owner)).status_code == 200
    await client.patch(target, json={"role": "user"}, headers=admin)
    assert (await client.get(USERS, headers=owner)).status_code == 403


async def test_deactivated_user_stays_logged_out_when_activated_again(
    client: AsyncClient, owner: Headers, admin: Headers
) -> None:
    target = f"{USERS}/{await user_id(client, owner)}"

    await client.patch(target, json={"active": False}, headers=admin)
    await client.patch(target, json={"active": True}, headers=admin)

    assert (await client.get(f"{USERS}/me", headers=owner)).status_code == 401


async def test_unknown_user_is_not_found(client: AsyncClient, admin: Headers) -> None:
    missing = f"{USERS}/00000000-0000-0000-0000-00000000dead"

    assert (await client.patch(missing, json={}, headers=admin)).status_code == 404


async def test_promote_makes_a_registered_user_an_administrator(
    client: AsyncClient,
    sign_in: SignIn,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    headers = await sign_in("first@example.com")
    monkeypatch.setenv("DATABASE_URL", settings.database_url)

    await promote_user("First@example.com")

    assert (await client.get(USERS, headers=headers)).status_code == 200
    with pytest.raises(SystemExit, match="No user"):
        await promote_user("nobody@example.com")


@pytest.mark.parametrize("turn", ["first", "second"])
async def test_each_test_starts_with_an_empty_database(
    client: AsyncClient, admin: Headers, turn: str
) -> None:
    users = (await client.get(USERS, headers=admin)).json()["items"]

    assert [user["email"] for user in users] == ["admin@example.com"], turn
