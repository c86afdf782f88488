"""The engine, its sessions and the questions the health probes ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from acme_service.models import Base

# How long to wait for a connection; on SQLite, for the lock.
TIMEOUT_SECONDS = 5
TIMEOUT_ARGUMENTS = {"postgresql+psycopg": "connect_timeout", "sqlite+aiosqlite": "timeout"}


class Database:
    def __init__(self, url: str) -> None:
        # Parameters hold personal data and would reach the logs with an error's text.
        self._engine = create_async_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={TIMEOUT_ARGUMENTS[make_url(url).drivername]: TIMEOUT_SECONDS},
        )
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine.sync_engine, "connect", _configure_sqlite)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session that rolls back whatever was not committed."""
        async with self._sessions() as session:
            yield session

    async def ping(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def missing_tables(self) -> set[str]:
        async with self._engine.connect() as connection:
            return set(Base.metadata.tables) - await connection.run_sync(_table_names)

    async def close(self) -> None:
        await self._engine.dispose()


def _table_names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _configure_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()
