"""The probes answer, and readiness tells when the database is gone."""

import pytest
from fastapi.testclient import TestClient

from depot import probes
from depot.main import app


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)


async def reachable() -> None:
    pass


async def unreachable() -> None:
    raise OSError("connection refused")


def test_live_answers(client: TestClient) -> None:
    response = client.get("/live")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_and_startup_answer_when_the_database_does(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "ping_database", reachable)
    assert client.get("/ready").status_code == 200
    assert client.get("/startup").status_code == 200


def test_ready_is_503_and_live_is_200_when_the_database_is_gone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probes, "ping_database", unreachable)
    assert client.get("/ready").status_code == 503
    assert client.get("/live").status_code == 200
