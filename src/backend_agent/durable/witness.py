"""What a run leaves about itself: one line of JSON for each event, and spans where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from backend_agent.durable.port import StepDoor
from backend_agent.values.event import Event, OnEvent
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import Clock, epoch_seconds
from backend_agent.world.environment import find_secrets
from backend_agent.world.files import append_line
from backend_agent.world.masking import mask_secrets
from backend_agent.world.telemetry import Tracing, open_tracing

T = TypeVar("T")
NAME = "log.jsonl"
LEVELS = {"failed": "warning"}


class RunLog:
    """`log.jsonl` in the run's folder. Each line has `time`, `level`, `event` and what belongs to it;
    values of secret variables, and whatever looks like a secret, are masked."""

    def __init__(self, folder: Path, clock: Clock, environment: Mapping[str, str]) -> None:
        self._path = folder / NAME
        self._clock = clock
        self._secrets = find_secrets(environment)

    def note(self, event: str, *, level: str = "info", **facts: str | float) -> None:
        line = {"time": self._clock.now(), "level": level, "event": event, **facts}
        text = json.dumps({key: value for key, value in line.items() if value != ""})
        append_line(self._path, mask_secrets(text, self._secrets), lasting=False)


class Witness:
    """Sees the steps and the events of one run. `steps` are those under way, by their full name."""

    def __init__(self, log: RunLog, tracing: Tracing) -> None:
        self.log = log
        self.tracing = tracing
        self._steps: set[str] = set()
        self._begun: dict[str, float] = {}

    def watch_steps(self, step: StepDoor) -> StepDoor:
        """The same door, each action within a span; what is replayed makes none."""

        def watched(name: str, action: Callable[[], T], /) -> T:
            phase, _, rest = name.partition(": ")
            self._steps.add(name)

            def seen() -> T:
                with self.tracing.span(phase, (("backend_agent.step", rest),)):
                    return action()

            return step(name, seen)

        return watched

    def watch_events(self, on_event: OnEvent) -> OnEvent:
        """The same listener, after each event was written down; what is no step of the run becomes a span
        when it ends."""

        def watched(event: Event) -> None:
            self.log.note(
                "step",
                level=LEVELS.get(event.state, "info"),
                phase=event.phase,
                step=event.step,
                state=event.state,
                detail=event.detail,
                seconds=round(event.elapsed, 3),
            )
            self._trace(event)
            on_event(event)

        return watched

    def _trace(self, event: Event) -> None:
        name = f"{event.phase}: {event.step}"
        if event.state == "started":
            self._begun[name] = epoch_seconds()
            return
        begun = self._begun.pop(name, None)
        if begun is None or name in self._steps:
            return
        facts = (("backend_agent.check", event.step), ("backend_agent.state", event.state))
        self.tracing.record("check", facts, begun, failed=event.state == "failed")


@contextmanager
def witness_run(
    record: RunRecord, clock: Clock, environment: Mapping[str, str]
) -> Iterator[Witness]:
    """A witness from the beginning of a run, or of its resumption, to its end."""
    log = RunLog(Path(record.folder), clock, environment)
    with open_tracing(environment) as tracing:
        log.note("run", state="started", run=record.id, title=record.title)
        if tracing.trouble:
            log.note("telemetry", level="warning", detail=tracing.trouble)
        try:
            with tracing.span("run", (("backend_agent.run", record.id),)):
                yield Witness(log, tracing)
        except BaseException as error:
            log.note("run", level="error", state="ended", detail=f"{type(error).__name__}: {error}")
            raise
        log.note("run", state="ended")
