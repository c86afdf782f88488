"""The engine library kept to itself: no banner, no handler of its own, no cloud, no pickle."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from typing import NoReturn

from backend_agent.values.errors import DataError, InputError


class _Forward(logging.Handler):
    """Gives each record to a function, as one line; a full disk is no reason to fail the engine."""

    def __init__(self, log: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().replace("\n", " ")
        detail = f" ({record.exc_info[1]!r})" if record.exc_info else ""
        with contextlib.suppress(InputError):
            self._log(f"{record.levelname} {text}{detail}")


def silence_engine(log: Callable[[str], None]) -> None:
    """Before every launch: warnings go to `log` and nowhere else; what an environment variable or a
    row of the database could switch on stays off.

    The library prints to the terminal when its logger has no handler, joins its vendor's cloud when
    `DBOS__CLOUD` is set, and unpickles rows that say they are pickled."""
    logger = logging.getLogger("dbos")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.addHandler(_Forward(log))
    logger.propagate = False

    from dbos import _serialization, _utils

    _utils.GlobalParams.dbos_cloud = False
    _serialization.DefaultSerializer.deserialize = _refuse_pickle  # type: ignore[assignment]
    _serialization.DefaultSerializer.serialize = _refuse_pickle  # type: ignore[assignment]


def _refuse_pickle(_self: object, _data: object) -> NoReturn:
    raise DataError("a recorded result is pickled; this program neither writes nor reads that")
