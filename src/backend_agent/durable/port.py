"""The port to the engine that keeps runs: what we ask of it, in our own words and values alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")

ExecutionState = Literal["pending", "queued", "done", "failed", "cancelled", "exhausted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """One workflow as the engine knows it. `executor` is the process that holds or last held it;
    `schema` the number of the workflow that wrote it; `steps` the names of its recorded steps in
    order, failed ones included. `reason` is filled where this program will not continue it."""

    run: str
    state: ExecutionState
    executor: str
    schema: str
    attempts: int
    steps: tuple[str, ...] = ()
    reason: str = ""


class StepDoor(Protocol):
    """`step(name, action)` answers what `action` answered when it first came to its end.

    Names follow in the same order whenever the work runs again; a result is a value the serializer
    knows. An error the action raises is recorded like a result."""

    def __call__(self, name: str, action: Callable[[], T], /) -> T: ...


Work = Callable[[StepDoor, object], object]
"""The body of a run: pure outside its steps. Clock, chance, environment, files: inside steps only."""


class Engine(Protocol):
    """One process's hold on an engine. Contract: completed steps never run again; the step in flight
    runs at least once; `executor` is unique to this process."""

    executor: str

    def start(self, run: str, work: Work, initial: object) -> object:
        """Begin `run` and stay with it to its end; its result, or the error it ended with."""

    def step(self, name: str, action: Callable[[], T], /) -> T:
        """One durable step of the run that is being worked on; the `StepDoor` given to `Work`."""

    def resume(self, run: str, work: Work, *, insist: bool = False) -> object:
        """Continue `run` behind its last completed step; the recorded result where it is done.

        A run that failed continues with the step that failed. `insist` continues one that was
        cancelled or given up after too many attempts, and counts attempts anew. Raises `Refused`
        with a reason otherwise. Only for a run whose executor is known to be dead."""

    def cancel(self, run: str) -> None:
        """Ask `run` to stop before its next step, in whichever process it is."""

    def list(self) -> tuple[Execution, ...]:
        """Every run the engine holds, oldest first, those of other workflow numbers included."""

    def reap(self, dead: tuple[str, ...]) -> tuple[str, ...]:
        """Free the runs of executors known to be dead, so that one process can take each; their ids.

        Asked twice, or by two processes, each run is freed once."""

    def close(self) -> None:
        """Let go of the engine; a run in flight stays where it is."""


def run_at_once(_name: str, action: Callable[[], T], /) -> T:
    """The `StepDoor` of work that need not last: it just runs the action."""
    return action()
