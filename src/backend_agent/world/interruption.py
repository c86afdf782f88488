"""Ctrl+C at once: what runs for us is ended while the program that waits for it is told."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

_stops: dict[object, Callable[[], None]] = {}


@contextlib.contextmanager
def stop_when_interrupted(stop: Callable[[], None]) -> Iterator[None]:
    """While the block runs, an interruption calls `stop`, from a thread of its own and at most once."""
    key = object()
    _stops[key] = stop
    try:
        yield
    finally:
        _stops.pop(key, None)


@contextlib.contextmanager
def interrupt_promptly() -> Iterator[None]:
    """While the block runs, SIGINT ends the commands of this process and raises KeyboardInterrupt.

    Without this the interruption would be heard only when the threads that wait for a command have
    heard of its end. Outside of the main thread, where no signal arrives, the block simply runs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    # A handler runs in the midst of any line of the main thread, which may hold a lock just now.
    threading.Thread(target=stop_waiting, name="interruption", daemon=True).start()
    raise KeyboardInterrupt


def stop_waiting() -> None:
    """End what this process waits for: commands that run, answers that have not come."""
    for key in list(_stops):
        stop = _stops.pop(key, None)
        if stop is not None:
            stop()
