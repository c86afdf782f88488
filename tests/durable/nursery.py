"""Chaos from outside: start a child at a run, wait until it stands at a point, kill it, look around."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from backend_agent.durable.runs import create_run, find_run
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import SystemClock

PATIENCE = 120.0
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nursery:
    """The process that forks the children; see `forking.py`."""

    process: subprocess.Popen[str]

    def order(self, **order: str) -> int:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(order)}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def open_nursery(module: str = "chaos_work", **variables: str) -> Iterator[Nursery]:
    """A nursery whose children do the work of `tests.durable.<module>`."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.durable.{module}"],
        cwd=ROOT,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield Nursery(process=process)
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


class ChaosRun:
    """One run of the chaos work, worked on by children of the nursery."""

    def __init__(self, nursery: Nursery, folder: Path, repository: Path | None = None) -> None:
        self.nursery = nursery
        self.home = folder / "runs"
        self.ground = folder / "ground"
        self.ground.mkdir(parents=True)
        self.run = create_run(
            self.home, repository=repository or self.ground, title="Chaos", clock=SystemClock()
        )

    def begin(self, do: str, *, point: str = "", insist: bool = False) -> int:
        (self.ground / "reached").unlink(missing_ok=True)
        return self.nursery.order(
            do=do,
            home=str(self.home),
            ground=str(self.ground),
            run=self.run.id,
            point=point,
            insist="yes" if insist else "no",
        )

    def kill_at(self, do: str, point: str, *, insist: bool = False) -> None:
        """Work until the child stands at `point`, then SIGKILL it."""
        child = self.begin(do, point=point, insist=insist)
        self.await_point(child)
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: not is_alive(child))

    def await_point(self, child: int) -> None:
        outcome = self.ground / f"outcome-{child}.json"
        wait_until(lambda: (self.ground / "reached").exists() or outcome.exists())
        assert not outcome.exists(), outcome.read_text()

    def finish(self, do: str = "resume", *, insist: bool = False) -> dict[str, object]:
        return self.outcome_of(self.begin(do, insist=insist))

    def outcome_of(self, child: int) -> dict[str, object]:
        path = self.ground / f"outcome-{child}.json"
        wait_until(lambda: path.exists() or not is_alive(child))
        answer: dict[str, object] = json.loads(path.read_text())
        return answer

    def record(self) -> RunRecord:
        return find_run(self.home, self.run.id)

    def log(self) -> list[str]:
        return (self.ground / "log.txt").read_text().splitlines()

    def shared(self) -> str:
        return (self.ground / "shared.txt").read_text()


def is_alive(number: int) -> bool:
    """Until the last thread is gone and the kernel has closed its files; the nursery reaps at once."""
    return Path(f"/proc/{number}").exists()


def wait_until(holds: object) -> None:
    """Until `holds()`; the limit is only there so that a fault ends the test."""
    assert callable(holds)
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.01)
