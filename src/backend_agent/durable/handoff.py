"""Actions travel from the engine's thread to the caller's, so that an interruption meets them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")


class Abandoned(BaseException):
    """Ends the engine's thread without an outcome: the run stays where it is, to be resumed.

    Not an `Exception`, because the engine records those as the end of the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    action: Callable[[], object]
    answer: SimpleQueue[tuple[object, BaseException | None]]


class Handoff:
    """One run's meeting point: the engine's thread calls `perform`, the caller's thread `serve`s."""

    def __init__(self) -> None:
        self._requests: SimpleQueue[_Request | None] = SimpleQueue()
        self._door = Lock()
        self._abandoned = False

    def perform(self, action: Callable[[], T]) -> T:
        """The action's result, or its error, from the caller's thread."""
        request = _Request(action=action, answer=SimpleQueue())
        with self._door:
            if self._abandoned:
                raise Abandoned
            self._requests.put(request)
        value, error = request.answer.get()
        if error is not None:
            raise error
        return cast(T, value)

    def finish(self) -> None:
        """Say that no further action will come."""
        self._requests.put(None)

    def serve(self, *, has_ended: Callable[[], bool], pause: float) -> None:
        """Run actions as they come, until `finish` was called or `has_ended`, asked whenever none came
        for `pause` seconds, says that the engine's thread never will.

        Whatever is not an `Exception` (an interruption, an exit) abandons the run and goes on up."""
        request: _Request | None = None
        try:
            while True:
                try:
                    request = self._requests.get(timeout=pause)
                except Empty:
                    if has_ended():
                        return
                    continue
                if request is None:
                    return
                self._answer(request)
                request = None
        except BaseException:
            self._abandon(request)
            raise

    def _answer(self, request: _Request) -> None:
        try:
            value = request.action()
        except Exception as error:  # noqa: BLE001  every error is carried to the engine's thread
            request.answer.put((None, error))
        else:
            request.answer.put((value, None))

    def _abandon(self, request: _Request | None) -> None:
        with self._door:
            self._abandoned = True
            waiting = [] if request is None else [request]
            while not self._requests.empty():
                queued = self._requests.get()
                if queued is not None:
                    waiting.append(queued)
        for waiter in waiting:
            waiter.answer.put((None, Abandoned()))
