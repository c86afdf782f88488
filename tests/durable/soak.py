"""Runs killed at moments nobody chose: `python -m tests.durable.soak 40` tells what came of 40 runs."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from backend_agent.world.survivors import RUN_MARK, find_survivors
from tests.durable.nursery import ChaosRun, Nursery, is_alive, open_nursery, wait_until

STEPS = range(1, 6)
START, RESUME = 0.3, 0.5
"""Seconds within which a start, and a resumption with its wait for the queue, are killed."""


def soak_one(nursery: Nursery, folder: Path, chance: random.Random) -> int:
    """Kill one run until a process outlives its moment; how often it was killed."""
    chaos = ChaosRun(nursery, folder)
    kills = 0
    while True:
        is_known = (Path(chaos.run.folder) / "request.json").exists()
        child = chaos.begin("resume" if is_known else "start", insist=True)
        moment = time.monotonic() + chance.uniform(0, RESUME if is_known else START)
        wait_until(
            lambda moment=moment, child=child: time.monotonic() > moment or not is_alive(child)
        )
        if not is_alive(child):
            break
        os.kill(child, signal.SIGKILL)
        wait_until(lambda child=child: not is_alive(child))
        kills += 1
    answer = chaos.outcome_of(child)
    assert answer["result"] == 100 + sum(STEPS), answer
    assert chaos.shared() == "".join(f"line {number}\n" for number in STEPS)
    begun = sum(line.startswith("begin") for line in chaos.log())
    assert len(STEPS) <= begun <= len(STEPS) + kills
    for number in STEPS:
        assert chaos.log().count(f"applied {number}") <= 1
    assert find_survivors(RUN_MARK, chaos.run.id) == ()
    return kills


def main() -> None:
    runs = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chance = random.Random(seed)
    kills = 0
    with tempfile.TemporaryDirectory() as folder, open_nursery() as nursery:
        for number in range(runs):
            ground = Path(folder) / str(number)
            ground.mkdir()
            kills += soak_one(nursery, ground, chance)
    sys.stdout.write(f"{runs} runs, {kills} kills, seed {seed}: every run came to its end\n")


if __name__ == "__main__":
    main()
