"""A real application on a migrated database of its own, for each test."""

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from psycopg import sql
from pydantic import SecretStr

from acme_service.main import create_app
from acme_service.models import Base, Role
from acme_service.repositories.user import UserRepository
from acme_service.settings import Settings
from tests.databases import SERVER_URL, empty_database, migrate

PASSWORD = "correct horse battery staple"

Headers = dict[str, str]
SignIn = Callable[[str], Awaitable[Headers]]
LogLines = Callable[[], list[dict[str, Any]]]


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, duration: timedelta) -> None:
        self.now += duration


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def private_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with empty_database(tmp_path_factory.mktemp("migrated")) as url:
        migrate(url)
        yield url


@pytest.fixture
def database_url(migrated_database: str, tmp_path: Path) -> str:
    if SERVER_URL is None:
        copy = tmp_path / "test.db"
        shutil.copyfile(migrated_database.removeprefix("sqlite:///"), copy)
        return f"sqlite:///{copy}"
    tables = sql.SQL(", ").join(sql.Identifier(table) for table in Base.metadata.tables)
    with psycopg.connect(migrated_database) as connection:
        connection.execute(sql.SQL("TRUNCATE {}").format(tables))
    return migrated_database


@pytest.fixture
def settings(database_url: str, private_key: str) -> Settings:
    return Settings(
        _env_file=None,
        environment="local",
        database_url=database_url,
        jwt_private_key=SecretStr(private_key),
        argon2_memory_kib=19_456,
        argon2_time_cost=2,
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def log_lines(monkeypatch: pytest.MonkeyPatch) -> LogLines:
    """All log lines of the application so far."""
    output = StringIO()
    monkeypatch.setattr("acme_service.logs.stdout", output)
    return lambda: [json.loads(line) for line in output.getvalue().splitlines()]


@pytest.fixture
def app(settings: Settings, clock: FakeClock) -> FastAPI:
    numbers = count(1)
    return create_app(settings, clock=clock, new_id=lambda: UUID(int=next(numbers)))


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://testserver") as client,
    ):
        yield client


@pytest.fixture
def sign_in(client: AsyncClient) -> SignIn:
    """Registers an address and returns the headers of a session."""

    async def register_and_log_in(email: str) -> Headers:
        credentials = {"email": email, "password": PASSWORD}
        assert (await client.post("/api/v1/users", json=credentials)).status_code == 202
        response = await client.post("/api/v1/sessions", json=credentials)
        return {"Authorization": f"Bearer {response.json()['access_token']}"}

    return register_and_log_in


@pytest.fixture
async def owner(sign_in: SignIn) -> Headers:
    return await sign_in("owner@example.com")


@pytest.fixture
async def stranger(sign_in: SignIn) -> Headers:
    return await sign_in("stranger@example.com")


@pytest.fixture
async def admin(sign_in: SignIn, app: FastAPI) -> Headers:
    headers = await sign_in("admin@example.com")
    async with app.state.container.database.session() as session:
        user = await UserRepository(session).get_by_email("admin@example.com")
        assert user is not None
        user.role = Role.ADMIN
        await session.commit()
    return headers
