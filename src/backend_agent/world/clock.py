"""Time: what it is now, and how long something took."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """`now` is ISO 8601 in UTC with whole seconds; `elapsed` counts seconds from any start, `own_cpu`
    the processor seconds of this process alone, its children left out."""

    def now(self) -> str: ...

    def elapsed(self) -> float: ...

    def own_cpu(self) -> float: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def elapsed(self) -> float:
        return time.monotonic()

    def own_cpu(self) -> float:
        return time.process_time()


class FixedClock:
    """A clock that stands until it is moved: the fake of tests."""

    def __init__(self, start: str = "2025-01-01T00:00:00Z") -> None:
        self._start = datetime.fromisoformat(start)
        self._seconds = 0.0

    def move(self, seconds: float) -> None:
        """Let that many seconds pass."""
        self._seconds += seconds

    def now(self) -> str:
        moment = datetime.fromtimestamp(self._start.timestamp() + self._seconds, UTC)
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")

    def elapsed(self) -> float:
        return self._seconds

    def own_cpu(self) -> float:
        return 0.0


def pause(seconds: float) -> None:
    """Let the machine do something else for that long."""
    time.sleep(seconds)


def epoch_seconds() -> float:
    """Seconds since 1970 in UTC with fractions, as databases count them."""
    return time.time()
