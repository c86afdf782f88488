"""The probes answer{% if engine is defined %}, and readiness tells when the database is gone{% endif %}."""

{% if engine is defined -%}
import pytest
{% endif -%}
from fastapi.testclient import TestClient
{% if engine is defined %}
from {{ probes.module.rpartition(".")[0] }} import probes
{% endif %}

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
{%- if engine is defined %}


def test_ready_is_503_and_live_is_200_when_the_database_is_gone(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    {{ "async def" if async_engine is defined else "def" }} unreachable() -> None:
        raise OSError("connection refused")

    monkeypatch.setattr(probes, "ping_database", unreachable)
    assert client.get("/ready").status_code == 503
    assert client.get("/live").status_code == 200
{%- endif %}
