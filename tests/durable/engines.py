"""Engines for tests: opened on a folder, closed with the block, their log at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest

from backend_agent.durable.blobs import Blobs
from backend_agent.durable.embedded import EmbeddedEngine, open_engine
from backend_agent.durable.liveness import name_executor
from backend_agent.durable.port import StepDoor
from backend_agent.durable.serializer import ValueSerializer
from backend_agent.world.clock import epoch_seconds


class Stop(BaseException):
    """Ends a step as an interruption from the keyboard does: no outcome is recorded."""


@contextmanager
def opened(
    folder: Path, *, schema: int = 1, log: Callable[[str], None] = lambda _line: None
) -> Iterator[EmbeddedEngine]:
    engine = open_engine(
        folder / "engine.sqlite",
        executor=name_executor(),
        schema=schema,
        serializer=ValueSerializer(Blobs(folder / "blobs")),
        now=epoch_seconds,
        log=log,
    )
    try:
        yield engine
    finally:
        engine.close()


def stop() -> NoReturn:
    raise Stop


def abandon(engine: EmbeddedEngine, run: str, *, after: int = 1) -> None:
    """Start `run`, let `after` steps complete and leave the next in flight."""

    def work(step: StepDoor, initial: object) -> object:
        for number in range(1, after + 1):
            step(f"step {number}", lambda: "done")
        return step(f"step {after + 1}", stop)

    with pytest.raises(Stop):
        engine.start(run, work, None)
