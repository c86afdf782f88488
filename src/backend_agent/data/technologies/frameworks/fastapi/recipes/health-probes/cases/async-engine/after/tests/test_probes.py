"""The probes answer, and readiness tells when the database is gone."""

import pytest
from fastapi.testclient import TestClient

from depot import probes


def test_live_answers(client: TestClient) -> None:
    response = client.get("/live")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_answers(client: TestClient) -> None:
    response = client.get("/ready")
    assert response.status_code == 200


def test_startup_answers(client: TestClient) -> None:
    response = client.get("/startup")
    assert response.status_code == 200


def test_ready_is_503_and_live_is_200_when_the_database_is_gone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(probes, "ping_database", unreachable)
    assert client.get("/ready").status_code == 503
    assert client.get("/live").status_code == 200
