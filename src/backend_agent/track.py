"""One phase step at a time: made durable by the door it goes through, told to listeners, timed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, Protocol, TypeVar

from backend_agent.values.delivery import PhaseTime
from backend_agent.values.event import Event, OnEvent, Phase
from backend_agent.world.clock import Clock

P = ParamSpec("P")
T = TypeVar("T")


class StepDoor(Protocol):
    """Answers what `action` answered when it first came to its end; `name` is unique in a run."""

    def __call__(self, name: str, action: Callable[[], T], /) -> T: ...


class Track:
    """The steps of one run in order. `times` are the phases with what their recorded steps took."""

    def __init__(self, step: StepDoor, clock: Clock, on_event: OnEvent) -> None:
        self._step = step
        self._clock = clock
        self._on_event = on_event
        self._spent: dict[Phase, PhaseTime] = {}

    @property
    def times(self) -> tuple[PhaseTime, ...]:
        return tuple(self._spent.values())

    def __call__(
        self, phase: Phase, name: str, action: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        self._tell(phase, name, "started")

        def timed() -> tuple[T, PhaseTime]:
            start, cpu = self._clock.elapsed(), self._clock.own_cpu()
            value = action(*args, **kwargs)
            wall, own = self._clock.elapsed() - start, self._clock.own_cpu() - cpu
            return value, PhaseTime(phase=phase, wall=wall, own_cpu=own)

        try:
            value, spent = self._step(f"{phase}: {name}", timed)
        except BaseException:
            self._tell(phase, name, "failed")
            raise
        so_far = self._spent.get(phase, PhaseTime(phase=phase, wall=0.0, own_cpu=0.0))
        self._spent[phase] = PhaseTime(
            phase=phase, wall=so_far.wall + spent.wall, own_cpu=so_far.own_cpu + spent.own_cpu
        )
        self._tell(phase, name, "finished", spent.wall)
        return value

    def _tell(self, phase: Phase, name: str, state: str, elapsed: float = 0.0) -> None:
        self._on_event(Event(phase=phase, step=name, state=state, elapsed=elapsed))  # type: ignore[arg-type]
