"""Actions run in the caller's thread, and an interruption there ends the engine's thread too."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from backend_agent.durable.handoff import Abandoned, Handoff
from tests.durable.engines import Stop, stop


class EngineThread:
    """A thread that does `work` with a handoff, and remembers how it ended."""

    def __init__(self, work: Callable[[], object], finish: Callable[[], None]) -> None:
        self.answer: object = None
        self.error: BaseException | None = None
        self._work = work
        self._finish = finish
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.answer = self._work()
        except BaseException as error:  # noqa: BLE001
            self.error = error
        finally:
            self._finish()

    def join(self) -> None:
        self._thread.join()


def _fail() -> None:
    raise ValueError("no")


def test_an_action_runs_in_the_thread_that_serves() -> None:
    handoff = Handoff()
    engine = EngineThread(lambda: handoff.perform(threading.get_ident), handoff.finish)
    handoff.serve(has_ended=lambda: False, pause=60)
    engine.join()
    assert engine.answer == threading.get_ident()


def test_an_error_of_an_action_reaches_the_engine() -> None:
    handoff = Handoff()
    engine = EngineThread(lambda: handoff.perform(_fail), handoff.finish)
    handoff.serve(has_ended=lambda: False, pause=60)
    engine.join()
    assert isinstance(engine.error, ValueError)


def test_an_interrupted_action_abandons_what_is_in_flight_and_what_comes_after() -> None:
    handoff = Handoff()
    engine = EngineThread(lambda: handoff.perform(stop), handoff.finish)
    with pytest.raises(Stop):
        handoff.serve(has_ended=lambda: False, pause=60)
    engine.join()
    assert isinstance(engine.error, Abandoned)
    with pytest.raises(Abandoned):
        handoff.perform(lambda: "too late")


def test_an_interruption_between_actions_abandons_too() -> None:
    handoff = Handoff()
    with pytest.raises(Stop):
        handoff.serve(has_ended=stop, pause=0.01)
    with pytest.raises(Abandoned):
        handoff.perform(lambda: "too late")


def test_nobody_waits_for_a_thread_that_will_never_come() -> None:
    asked = []

    def has_ended() -> bool:
        asked.append("ended?")
        return True

    Handoff().serve(has_ended=has_ended, pause=0.01)
    assert asked == ["ended?"]
