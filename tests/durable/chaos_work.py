"""A nursery of processes to be killed, for five small steps; run as a module by the chaos tests.

An order is one line of JSON: `{"do": "start" | "resume", "home": …, "run": …, "point": …, "insist": …}`;
the answer is the child's process id. The child works on the run, and where its work comes to `point` it
writes the file `reached` and waits there for its death. What came of it is in `outcome-<pid>.json`.
"""

from __future__ import annotations

import subprocess
import time
from functools import partial
from pathlib import Path

from backend_agent.durable.port import StepDoor
from backend_agent.durable.runs import find_run
from backend_agent.durable.session import resume_run, scratch_folder, start_run
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import SystemClock
from backend_agent.world.files import hash_bytes
from backend_agent.world.sandbox import open_sandbox
from tests.durable.effects import ABSENT, write_effect
from tests.durable.forking import Answer, Order, serve_orders

STEPS = 5


class Work:
    """Five steps, each with an edit of a shared file, a line in the log, and what a death leaves."""

    def __init__(self, record: RunRecord, ground: Path, point: str) -> None:
        self.record = record
        self.ground = ground
        self.point = point
        self.opened: list[object] = []

    def __call__(self, step: StepDoor, initial: object) -> object:
        total = initial
        self.reach("start")
        for number in range(1, STEPS + 1):
            total = step(f"step {number}", partial(self.act, number, total))
            self.reach(f"after {number}")
        return total

    def act(self, number: int, total: object) -> object:
        assert isinstance(total, int)
        self.note(f"begin {number}")
        self.litter(number)
        self.reach(f"before {number}")
        shared = self.ground / "shared.txt"
        lines = "".join(f"line {line}\n" for line in range(1, number))
        effect = write_effect(
            Path(self.record.folder) / "effects" / str(number),
            shared,
            base=hash_bytes(lines.encode()) if number > 1 else ABSENT,
            target=f"{lines}line {number}\n".encode(),
        )
        self.note(f"{effect.state} {number}")
        self.reach(f"between {number}")
        return total + number

    def litter(self, number: int) -> None:
        """A command that would outlive us, a folder half done, and a sandbox that nobody closes."""
        sandbox = open_sandbox(writable=(self.ground,), level="plain")
        sandbox.__enter__()
        self.opened.append(sandbox)
        (scratch_folder(self.record) / f"worktree-{number}").mkdir()
        subprocess.Popen(
            ["sleep", "600"],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )

    def note(self, line: str) -> None:
        with (self.ground / "log.txt").open("a") as log:
            log.write(f"{line}\n")

    def reach(self, point: str) -> None:
        if point == self.point:
            (self.ground / "reached").write_text(point)
            while True:
                time.sleep(60)


def work_on(order: Order) -> Answer:
    ground = Path(order["ground"])
    record = find_run(Path(order["home"]), order["run"])
    work = Work(record, ground, order["point"])
    if order["do"] == "start":
        outcome = start_run(record, work, 100, clock=SystemClock())
    else:
        insist = order["insist"] == "yes"
        outcome = resume_run(record, work, clock=SystemClock(), insist=insist)
    return {"result": outcome.result, "state": outcome.record.state}


if __name__ == "__main__":
    serve_orders(work_on)
