"""Migrations: up, down, up again, and in step with the models."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

from acme_service.models import Base
from tests.databases import alembic_config, empty_database


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with empty_database(tmp_path) as url:
        yield url


def table_names(url: str) -> set[str]:
    drivers = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite"}
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername=drivers[parsed.drivername]))
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_migrations_go_up_and_down_and_up_again(url: str) -> None:
    tables = set(Base.metadata.tables)
    with alembic_config(url) as config:
        command.upgrade(config, "head")
        assert table_names(url) == tables
        command.downgrade(config, "base")
        assert table_names(url) == set()
        command.upgrade(config, "head")
        assert table_names(url) == tables


def test_each_migration_can_be_taken_back_alone(url: str) -> None:
    with alembic_config(url) as config:
        for script in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
            before = table_names(url)
            command.upgrade(config, script.revision)
            command.downgrade(config, "-1")
            assert table_names(url) == before
            command.upgrade(config, script.revision)


def test_models_and_migrations_agree(url: str) -> None:
    with alembic_config(url) as config:
        command.upgrade(config, "head")
        command.check(config)


def test_constraints_and_indexes_are_named_by_the_convention() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints | table.indexes:
            assert str(constraint.name).split("_")[0] in {"ck", "fk", "ix", "pk", "uq"}


def test_every_foreign_key_is_indexed() -> None:
    for table in Base.metadata.tables.values():
        leading = {next(iter(index.columns)) for index in table.indexes}
        for foreign_key in table.foreign_keys:
            assert foreign_key.parent in leading, f"{table.name}.{foreign_key.parent.name}"
