"""Headers: security, CORS, request ids, HEAD."""

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from acme_service.main import create_app
from acme_service.settings import Settings
from tests.conftest import Headers, LogLines

ORIGIN = "https://app.example.com"


@pytest.fixture
def production_app(settings: Settings) -> FastAPI:
    values = settings.model_dump() | {"environment": "production", "cors_origins": ORIGIN}
    return create_app(Settings(_env_file=None, **values))


@pytest.fixture
def production(production_app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(production_app), base_url="http://testserver")


@pytest.mark.parametrize("path", ["/live", "/docs", "/api/v1/users"])
async def test_every_response_has_security_headers(production: AsyncClient, path: str) -> None:
    headers = (await production.get(path)).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_docs_exist_only_locally(client: AsyncClient, production: AsyncClient) -> None:
    for path in ("/docs", "/openapi.json"):
        assert (await client.get(path)).status_code == 200
        assert (await production.get(path)).status_code == 404


async def test_no_origin_is_allowed_by_default(client: AsyncClient) -> None:
    response = await client.get("/live", headers={"Origin": ORIGIN})

    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", f"{ORIGIN}.evil.example", "http://app.example.com"]
)
async def test_other_origins_are_not_allowed(production: AsyncClient, origin: str) -> None:
    preflight = {"Origin": origin, "Access-Control-Request-Method": "GET"}

    for response in (
        await production.get("/live", headers={"Origin": origin}),
        await production.options("/live", headers=preflight),
    ):
        assert "Access-Control-Allow-Origin" not in response.headers


async def test_listed_origin_is_allowed_without_credentials(production: AsyncClient) -> None:
    preflight = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization, content-type",
    }

    response = await production.options("/api/v1/users", headers=preflight)

    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in response.headers


async def test_sessions_set_no_cookies(client: AsyncClient, owner: Headers) -> None:
    assert (await client.get("/api/v1/users/me", headers=owner)).status_code == 200
    assert not client.cookies


async def test_given_request_id_is_kept_in_response_and_log(
    client: AsyncClient, log_lines: LogLines
) -> None:
    response = await client.get("/live", headers={"X-Request-ID": "from-the-gateway.1"})

    assert response.headers["X-Request-ID"] == "from-the-gateway.1"
    record = next(line for line in log_lines() if line["event"] == "request")
    assert record["request_id"] == "from-the-gateway.1"
    assert (record["method"], record["path"], record["status"]) == ("GET", "/live", 200)


@pytest.mark.parametrize("request_id", ["", "short", "x" * 65, "two words", "line\tbreak", "é" * 9])
async def test_harmful_request_id_is_replaced(client: AsyncClient, request_id: str) -> None:
    response = await client.get("/live", headers={b"X-Request-ID": request_id.encode()})

    assert len(response.headers["X-Request-ID"]) == 36


async def test_head_is_get_without_a_body(client: AsyncClient) -> None:
    get, head = await client.get("/live"), await client.head("/live")

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"] != "0"
