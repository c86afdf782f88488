"""A workflow of named steps, each from the result of the one before, to kill and to resume."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from backend_agent.durable.port import Engine, StepDoor, Work
from backend_agent.values.run import RunRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableStep:
    """`action` answers the next value from the last; it may run more than once, its result is kept
    once. Effects inside it are idempotent."""

    name: str
    action: Callable[[Any], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Steps that are known only from a value: one for each step of a plan, another try after a red
    check. `expand` is a pure function of that value, so a resumed run expands to the same steps."""

    expand: Callable[[Any], Sequence[DurableStep | Expansion]]


Steps = Sequence[DurableStep | Expansion]


def follow_steps(steps: Steps) -> Work:
    """The work that takes a value through `steps`; the last result is the run's."""

    def work(step: StepDoor, initial: object) -> object:
        value = initial
        waiting = list(reversed(steps))
        while waiting:
            item = waiting.pop()
            if isinstance(item, Expansion):
                waiting.extend(reversed(item.expand(value)))
            else:
                value = _take(step, item, value)
        return value

    return work


def _take(step: StepDoor, item: DurableStep, value: object) -> object:
    return step(item.name, lambda: item.action(value))


def run_durably(run: RunRecord, steps: Steps, initial: object, engine: Engine) -> object:
    """Take `initial` through `steps`, or on from where the run was: the result of the last step.

    Completed steps never run again; the step in flight runs at least once. A run that the engine
    knows keeps the initial value it began with."""
    known = any(execution.run == run.id for execution in engine.list())
    work = follow_steps(steps)
    return engine.resume(run.id, work) if known else engine.start(run.id, work, initial)
