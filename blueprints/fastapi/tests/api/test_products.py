"""Products: the whole life of one, who may see it, and what is refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx2 import AsyncClient

from tests.conftest import FakeClock, Headers
from tests.factories.product import product_payload

PRODUCTS = "/api/v1/products"


async def create(client: AsyncClient, headers: Headers, **changes: Any) -> dict[str, Any]:
    response = await client.post(PRODUCTS, json=product_payload(**changes), headers=headers)
    assert response.status_code == 201, response.text
    product: dict[str, Any] = response.json()
    return product


async def test_create_answers_with_the_product_and_its_location(
    client: AsyncClient, owner: Headers
) -> None:
    response = await client.post(PRODUCTS, json=product_payload(), headers=owner)

    assert response.status_code == 201
    product = response.json()
    assert product["name"] == "Desk lamp"
    assert product["price"] == "19.99"
    assert product["stock"] == 7
    assert product["active"] is True
    assert product["description"] == "Warm light"
    location = response.headers["Location"]
    assert location == f"{PRODUCTS}/{product['id']}"
    assert (await client.get(location, headers=owner)).json() == product


async def test_create_needs_only_the_required_fields(client: AsyncClient, owner: Headers) -> None:
    payload = product_payload()
    del payload["description"]

    response = await client.post(PRODUCTS, json=payload, headers=owner)

    assert response.status_code == 201
    assert response.json()["description"] is None


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "price",
        "stock",
        "active",
    ],
)
async def test_create_refuses_a_missing_required_field(
    client: AsyncClient, owner: Headers, field: str
) -> None:
    payload = product_payload()
    del payload[field]

    response = await client.post(PRODUCTS, json=payload, headers=owner)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [f"/{field}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("price", "one"),
        ("stock", -1),
        ("active", "maybe"),
        ("description", "x" * 2001),
    ],
)
async def test_invalid_values_are_refused_and_change_nothing(
    client: AsyncClient, owner: Headers, field: str, value: Any
) -> None:
    product = await create(client, owner)
    url = f"{PRODUCTS}/{product['id']}"

    created = await client.post(PRODUCTS, json=product_payload(**{field: value}), headers=owner)
    updated = await client.patch(url, json={field: value}, headers=owner)

    for response in (created, updated):
        assert response.status_code == 422
        assert [error["pointer"] for error in response.json()["errors"]] == [f"/{field}"]
    assert (await client.get(PRODUCTS, headers=owner)).json()["items"] == [product]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Floor lamp"),
        ("price", "29.50"),
        ("stock", 3),
        ("active", False),
        ("description", None),
    ],
)
async def test_update_changes_only_what_was_sent(
    client: AsyncClient, owner: Headers, clock: FakeClock, field: str, value: Any
) -> None:
    product = await create(client, owner)
    url = f"{PRODUCTS}/{product['id']}"
    clock.advance(timedelta(seconds=1))

    response = await client.patch(url, json={field: value}, headers=owner)

    assert response.status_code == 200
    updated = response.json()
    assert updated["updated_at"] > product["updated_at"]
    assert updated == {**product, field: value, "updated_at": updated["updated_at"]}
    assert (await client.get(url, headers=owner)).json() == updated


@pytest.mark.parametrize(
    "field",
    [
        "name",
        "price",
        "stock",
        "active",
    ],
)
async def test_update_refuses_null_for_a_required_field(
    client: AsyncClient, owner: Headers, field: str
) -> None:
    product = await create(client, owner)

    response = await client.patch(f"{PRODUCTS}/{product['id']}", json={field: None}, headers=owner)

    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [f"/{field}"]


@pytest.mark.parametrize("field", ["id", "owner_id", "created_at", "role"])
async def test_fields_of_the_system_cannot_be_assigned(
    client: AsyncClient, owner: Headers, field: str
) -> None:
    product = await create(client, owner)
    url = f"{PRODUCTS}/{product['id']}"
    payload = product_payload(**{field: str(uuid4())})

    assert (await client.post(PRODUCTS, json=payload, headers=owner)).status_code == 422
    assert (await client.patch(url, json=payload, headers=owner)).status_code == 422
    assert (await client.get(url, headers=owner)).json() == product


async def test_deleted_product_is_gone(client: AsyncClient, owner: Headers) -> None:
    product = await create(client, owner)
    url = f"{PRODUCTS}/{product['id']}"

    response = await client.delete(url, headers=owner)

    assert response.status_code == 204
    assert response.content == b""
    assert (await client.get(url, headers=owner)).status_code == 404
    assert (await client.delete(url, headers=owner)).status_code == 404


async def test_foreign_product_is_answered_like_a_missing_one(
    client: AsyncClient, owner: Headers, stranger: Headers
) -> None:
    product = await create(client, owner)
    foreign, missing = f"{PRODUCTS}/{product['id']}", f"{PRODUCTS}/{uuid4()}"

    for method, body in (("GET", None), ("PATCH", product_payload()), ("DELETE", None)):
        answers = [
            await client.request(method, url, json=body, headers=stranger)
            for url in (foreign, missing)
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert (await client.get(foreign, headers=owner)).json() == product
    assert (await client.get(PRODUCTS, headers=stranger)).json()["items"] == []


async def test_admin_may_read_and_change_a_foreign_product(
    client: AsyncClient, owner: Headers, admin: Headers
) -> None:
    product = await create(client, owner)
    url = f"{PRODUCTS}/{product['id']}"

    assert (await client.get(url, headers=admin)).json() == product
    assert (await client.patch(url, json={}, headers=admin)).status_code == 200


async def test_pages_list_everything_once_newest_first(
    client: AsyncClient, owner: Headers, clock: FakeClock
) -> None:
    created = []
    for number in range(5):
        created.append((await create(client, owner))["id"])
        if number % 2:
            clock.advance(timedelta(seconds=1))

    seen, cursor = [], None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(PRODUCTS, params=query, headers=owner)).json()
        seen += [product["id"] for product in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert seen == created[::-1]


async def test_pages_stay_stable_while_products_come_and_go(
    client: AsyncClient, owner: Headers
) -> None:
    created = [(await create(client, owner))["id"] for _ in range(6)]
    first = (await client.get(PRODUCTS, params={"limit": 3}, headers=owner)).json()

    await create(client, owner)
    await client.delete(f"{PRODUCTS}/{created[5]}", headers=owner)
    query = {"limit": 3, "cursor": first["next_cursor"]}
    second = (await client.get(PRODUCTS, params=query, headers=owner)).json()

    seen = [product["id"] for product in first["items"] + second["items"]]
    assert seen == created[::-1]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1000000000", "9223372036854775808", "abc"])
async def test_limit_is_bounded(client: AsyncClient, owner: Headers, limit: str) -> None:
    response = await client.get(PRODUCTS, params={"limit": limit}, headers=owner)

    assert response.status_code == 422
    assert [error["parameter"] for error in response.json()["errors"]] == ["limit"]


async def test_damaged_cursor_is_refused(client: AsyncClient, owner: Headers) -> None:
    for _ in range(2):
        await create(client, owner)
    page = (await client.get(PRODUCTS, params={"limit": 1}, headers=owner)).json()
    damaged = page["next_cursor"][:-1] + "!"

    response = await client.get(PRODUCTS, params={"cursor": damaged}, headers=owner)

    assert response.status_code == 400
    assert response.json()["type"] == "urn:problem:acme-service:invalid-cursor"
