"""Runs migrations against the database of the settings."""

import asyncio
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from acme_service.models import Base
from acme_service.models.base import UtcDateTime
from acme_service.settings import DatabaseSettings, load_settings

REVISION_DIGITS = 4


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Keep migrations free of our own types, which may change after them."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def number_revision(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """Name a new revision by the number after its parent's, so that files sort in order."""
    parent = context.script.get_current_head() or "0"
    if parent.isdecimal():
        scripts[0].rev_id = f"{int(parent) + 1:0{REVISION_DIGITS}}"


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
        render_item=render_item,
        process_revision_directives=number_revision,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_migrate() -> None:
    engine = create_async_engine(
        load_settings(DatabaseSettings).database_url, poolclass=pool.NullPool
    )
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(connect_and_migrate())
