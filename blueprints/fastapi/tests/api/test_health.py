"""The probes tell apart: the process, its database, its tables."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from httpx2 import ASGITransport, AsyncClient

from acme_service.main import create_app
from acme_service.settings import Settings
from tests.conftest import LogLines
from tests.databases import empty_database

GONE = "postgresql://user:secret@127.0.0.1:1/gone"

Connect = Callable[[str], Awaitable[AsyncClient]]


@pytest.fixture
async def connect(settings: Settings) -> AsyncIterator[Connect]:
    """Starts the application on another database."""
    async with AsyncExitStack() as stack:

        async def start(database_url: str) -> AsyncClient:
            values = settings.model_dump() | {"database_url": database_url}
            app = create_app(Settings(_env_file=None, **values))
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = ASGITransport(app)
            client = AsyncClient(transport=transport, base_url="http://testserver")
            return await stack.enter_async_context(client)

        yield start


@asynccontextmanager
async def silent_server() -> AsyncIterator[int]:
    """The port of a server that accepts connections and never says anything."""
    closing = asyncio.Event()

    async def wait(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await closing.wait()
        writer.close()

    server = await asyncio.start_server(wait, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    closing.set()
    server.close()
    await server.wait_closed()


async def test_probes_are_ok_when_all_is_well(client: AsyncClient) -> None:
    for path in ("/live", "/ready", "/startup"):
        response = await client.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})


async def test_ready_is_503_when_the_database_is_gone(connect: Connect) -> None:
    client = await connect(GONE)

    for path in ("/ready", "/startup"):
        response = await client.get(path)
        assert response.status_code == 503
        assert response.headers["Content-Type"] == "application/problem+json"
        assert "secret" not in response.text
    assert (await client.get("/live")).status_code == 200


async def test_ready_is_503_when_the_database_is_silent(connect: Connect) -> None:
    async with silent_server() as port:
        client = await connect(f"postgresql://user@127.0.0.1:{port}/silent")

        for path in ("/ready", "/startup"):
            assert (await client.get(path)).status_code == 503


async def test_requests_are_503_problems_while_the_database_is_gone(
    connect: Connect, log_lines: LogLines
) -> None:
    client = await connect(GONE)
    credentials = {"email": "a@example.com", "password": "long enough, is it not"}

    response = await client.post("/api/v1/sessions", json=credentials)

    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"
    assert int(response.headers["Retry-After"]) > 0
    assert {line["level"] for line in log_lines()} <= {"info", "warning"}


async def test_startup_is_503_until_the_tables_are_there(
    connect: Connect, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with empty_database(tmp_path_factory.mktemp("empty")) as url:
        client = await connect(url)

        assert (await client.get("/ready")).status_code == 200
        assert (await client.get("/startup")).status_code == 503
