"""Log lines."""

import logging

import pytest
import structlog

from acme_service.logs import SECRET_KEYS, configure_logging
from tests.conftest import LogLines


@pytest.mark.parametrize("key", sorted(SECRET_KEYS))
def test_secrets_are_redacted(log_lines: LogLines, key: str) -> None:
    configure_logging("INFO")

    structlog.stdlib.get_logger("test").info("event", **{key: "hunter2"})

    assert log_lines()[0][key] == "[redacted]"


def test_lines_of_libraries_are_json_too(log_lines: LogLines) -> None:
    configure_logging("INFO")

    logging.getLogger("library").warning("pool of %d is full", 5)

    line = log_lines()[0]
    assert (line["event"], line["level"], line["logger"]) == (
        "pool of 5 is full",
        "warning",
        "library",
    )


def test_lines_below_the_level_are_left_out(log_lines: LogLines) -> None:
    configure_logging("WARNING")

    structlog.stdlib.get_logger("test").info("event")

    assert log_lines() == []


def test_trace_is_one_json_string_without_local_values(log_lines: LogLines) -> None:
    configure_logging("INFO")

    def fail(password: str) -> None:
        raise RuntimeError(len(password))

    try:
        fail("".join(["hunter", "2"]))
    except RuntimeError:
        structlog.stdlib.get_logger("test").exception("failed")

    line = log_lines()[0]
    assert "RuntimeError: 7" in line["exception"]
    assert "hunter2" not in line["exception"]
