"""The probes answer, and readiness tells when the database is gone."""

import pytest
from httpx import AsyncClient

from depot.api import probes

pytestmark = pytest.mark.anyio


async def test_live_answers(client: AsyncClient) -> None:
    response = await client.get("/live")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


async def test_ready_answers(client: AsyncClient) -> None:
    response = await client.get("/ready")
    assert response.status_code == 200


async def test_startup_answers(client: AsyncClient) -> None:
    response = await client.get("/startup")
    assert response.status_code == 200


async def test_ready_is_503_and_live_is_200_when_the_database_is_gone(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(_: object) -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(probes, "ping_database", unreachable)
    assert (await client.get("/ready")).status_code == 503
    assert (await client.get("/live")).status_code == 200
