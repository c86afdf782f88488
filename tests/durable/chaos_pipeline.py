"""A nursery as `chaos_work.py`, whose children do the real program: all phases on a little repository.

The steps are the pipeline's own; the door they go through is tapped, so that a child can stand before a
step's action, between action and checkpoint, and behind the checkpoint. Every action is noted in `log.txt`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from backend_agent.durable.open import open_site
from backend_agent.durable.port import StepDoor
from backend_agent.durable.runs import find_run
from backend_agent.durable.session import resume_run, start_run
from backend_agent.pipeline import run_request
from backend_agent.values.delivery import Delivery
from backend_agent.values.event import ignore_event
from backend_agent.values.run import RunRecord, RunRequest
from backend_agent.values.task import AddResource, FieldSpec, ResourceSpec, Task
from backend_agent.world.clock import SystemClock
from tests.durable.forking import Answer, Order, serve_orders

T = TypeVar("T")

FIELDS = (FieldSpec(name="total", type="int"), FieldSpec(name="note", type="string"))
TASK = Task(
    text="add resource order total:int note:string",
    operation=AddResource(resource=ResourceSpec(name="order", fields=FIELDS)),
)


class Tapped:
    """The engine's door with points to stand at."""

    def __init__(self, step: StepDoor, ground: Path, point: str) -> None:
        self._step = step
        self._ground = ground
        self._point = point

    def __call__(self, name: str, action: Callable[[], T], /) -> T:
        def noted() -> T:
            with (self._ground / "log.txt").open("a") as log:
                log.write(f"{name}\n")
            self._reach(f"before {name}")
            value = action()
            self._reach(f"between {name}")
            return value

        value = self._step(name, noted)
        self._reach(f"after {name}")
        return value

    def _reach(self, point: str) -> None:
        if point == self._point:
            (self._ground / "reached").write_text(point)
            while True:
                time.sleep(60)


def work_on(order: Order) -> Answer:
    ground = Path(order["ground"])
    record: RunRecord = find_run(Path(order["home"]), order["run"])

    def work(step: StepDoor, request: object) -> object:
        assert isinstance(request, RunRequest)
        site = open_site(record, request, SystemClock(), ignore_event)
        return run_request(request, site, Tapped(step, ground, order["point"]))

    if order["do"] == "start":
        request = RunRequest(root=record.repository, task=TASK)
        outcome = start_run(record, work, request, clock=SystemClock())
    else:
        outcome = resume_run(record, work, clock=SystemClock())
    assert isinstance(outcome.result, Delivery)
    return {"state": outcome.record.state, "result": describe_delivery(outcome.result)}


def describe_delivery(delivery: Delivery) -> Answer:
    """What two runs of the same task must agree in."""
    return {
        "verdict": delivery.verdict,
        "branch": delivery.branch != "",
        "files": {
            change.path: (change.after or b"").decode() for change in delivery.changes.changes
        },
        "outcomes": sorted(
            f"{outcome.check}: {outcome.status}" for outcome in delivery.verification.outcomes
        )
        if delivery.verification
        else [],
    }


if __name__ == "__main__":
    serve_orders(work_on)
