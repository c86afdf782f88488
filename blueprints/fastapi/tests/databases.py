"""Empty databases: SQLite files, or databases on the server that TEST_DATABASE_URL names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from psycopg import sql
from sqlalchemy.engine import make_url

ROOT = Path(__file__).parent.parent
SERVER_URL = os.environ.get("TEST_DATABASE_URL") or None


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    if SERVER_URL is None:
        yield f"sqlite:///{folder / 'test.db'}"
        return
    name = f"test_{uuid4().hex}"
    server = make_url(SERVER_URL).set(drivername="postgresql")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.set(database=name).render_as_string(hide_password=False)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def alembic_config(url: str) -> Iterator[Config]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", url)
        yield Config(ROOT / "alembic.ini")


def migrate(url: str) -> None:
    with alembic_config(url) as config:
        command.upgrade(config, "head")
