"""Every connection to the engine's file: a clock with fractions, and safe against a kill."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from backend_agent.durable.sqlite import BUSY_TIMEOUT, connect_file


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", BUSY_TIMEOUT),
    ],
)
def test_every_connection_is_set_up_alike(tmp_path: Path, pragma: str, value: object) -> None:
    engine = connect_file(tmp_path / "file.sqlite", now=time.time)
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
    engine.dispose()


def test_the_clock_of_the_database_has_fractions_on_every_sqlite(tmp_path: Path) -> None:
    engine = connect_file(tmp_path / "file.sqlite", now=time.time)
    with engine.connect() as connection:
        before = time.time()
        told = connection.exec_driver_sql("SELECT unixepoch('subsec')").scalar()
        assert isinstance(told, float)
        assert abs(told - before) < 60
        assert told != int(told)
        assert isinstance(connection.exec_driver_sql("SELECT unixepoch()").scalar(), int)
        assert connection.exec_driver_sql("SELECT unixepoch('nonsense')").scalar() is None
    engine.dispose()


def test_a_writer_waits_for_another_from_the_beginning_of_its_transaction(tmp_path: Path) -> None:
    engine = connect_file(tmp_path / "file.sqlite", now=time.time)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counted (number INTEGER)")
        connection.exec_driver_sql("INSERT INTO counted VALUES (0)")

    def count() -> None:
        for _turn in range(20):
            with engine.begin() as connection:
                connection.exec_driver_sql("UPDATE counted SET number = number + 1")

    threads = [threading.Thread(target=count) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT number FROM counted").scalar() == 80
    engine.dispose()


def test_a_transaction_begins_as_a_writer(tmp_path: Path) -> None:
    engine = connect_file(tmp_path / "file.sqlite", now=time.time)
    said: list[str] = []
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE counted (number INTEGER)")
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(said.append)
        connection.exec_driver_sql("INSERT INTO counted VALUES (0)")
    engine.dispose()
    assert said[0].strip() == "BEGIN IMMEDIATE"
