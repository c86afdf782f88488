"""Killed from outside at every point of a run: nothing is done twice, nothing is lost, nothing stays."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest

from backend_agent.durable.embedded import MAX_ATTEMPTS
from backend_agent.world.sandbox import _scratch_prefix
from backend_agent.world.survivors import RUN_MARK, find_survivors
from tests.durable.nursery import ChaosRun

STEPS = range(1, 6)
EVERY_LINE = "".join(f"line {number}\n" for number in STEPS)
TOTAL = 100 + sum(STEPS)
POINTS = (
    "start",
    *(f"{place} {number}" for number in STEPS for place in ("before", "between", "after")),
)


@pytest.mark.parametrize("point", POINTS)
def test_a_run_killed_there_is_resumed_to_its_end(chaos: ChaosRun, point: str) -> None:
    chaos.kill_at("start", point)

    stopped = chaos.record()
    assert stopped.state == "interrupted"
    assert f"runs resume {stopped.id}" in stopped.reason

    assert chaos.finish() == {"result": TOTAL, "state": "finished"}
    assert chaos.shared() == EVERY_LINE
    place, _, in_flight = point.partition(" ")
    for number in STEPS:
        again = place in ("before", "between") and str(number) == in_flight
        assert chaos.log().count(f"begin {number}") == (2 if again else 1)
        assert chaos.log().count(f"applied {number}") == 1
        assert chaos.log().count(f"already {number}") == int(again and place == "between")


@pytest.mark.parametrize("point", ["before 4", "between 4", "after 4"])
def test_no_command_and_no_folder_of_the_dead_process_stays(chaos: ChaosRun, point: str) -> None:
    chaos.kill_at("start", point)
    left = find_survivors(RUN_MARK, chaos.run.id)
    scratch = Path(chaos.run.folder) / "scratch"
    assert len(left) == len(_session_folders(chaos)) == 4
    assert {path.name for path in scratch.iterdir()} == {f"worktree-{n}" for n in (1, 2, 3, 4)}

    chaos.kill_at("resume", "after 5")

    now = find_survivors(RUN_MARK, chaos.run.id)
    assert not set(left) & set(now)
    assert all(not name.is_dir() for name in scratch.glob("worktree-[123]"))
    assert chaos.finish()["result"] == TOTAL
    assert find_survivors(RUN_MARK, chaos.run.id) == ()
    assert not scratch.exists()
    assert _session_folders(chaos) == []


def _session_folders(chaos: ChaosRun) -> list[Path]:
    prefix = _scratch_prefix(chaos.run.id)
    return list(Path(tempfile.gettempdir()).glob(f"{prefix}*"))


def test_a_run_killed_again_and_again_comes_to_its_end(chaos: ChaosRun) -> None:
    chaos.kill_at("start", "between 1")
    for point in POINTS[3:]:
        chaos.kill_at("resume", point)

    assert chaos.finish()["result"] == TOTAL
    assert chaos.shared() == EVERY_LINE
    assert [line for line in chaos.log() if line.startswith("applied")] == [
        f"applied {number}" for number in STEPS
    ]


def test_a_run_that_always_dies_in_one_step_is_given_up_until_one_insists(chaos: ChaosRun) -> None:
    chaos.kill_at("start", "before 1")
    for _attempt in range(MAX_ATTEMPTS):
        chaos.kill_at("resume", "before 1")

    refused = chaos.finish()
    assert refused["error"] == "Refused"
    assert "insist" in str(refused["message"])
    assert chaos.record().state == "interrupted"
    assert chaos.log().count("begin 1") == MAX_ATTEMPTS + 1
    assert chaos.finish(insist=True)["result"] == TOTAL


def test_a_second_process_does_not_touch_a_run_that_is_being_resumed(chaos: ChaosRun) -> None:
    chaos.kill_at("start", "between 3")
    first = chaos.begin("resume", point="before 5")
    chaos.await_point(first)

    second = chaos.finish()

    assert second["error"] == "InputError"
    assert "another process" in str(second["message"])
    assert chaos.record().state == "running"
    os.kill(first, signal.SIGKILL)
    assert chaos.finish()["result"] == TOTAL
    assert chaos.log().count("begin 4") == 1


def test_of_two_processes_that_resume_at_once_exactly_one_works(chaos: ChaosRun) -> None:
    chaos.kill_at("start", "before 3")

    children = [chaos.begin("resume") for _child in range(2)]
    outcomes = [chaos.outcome_of(child) for child in children]

    assert TOTAL in [outcome.get("result") for outcome in outcomes]
    assert chaos.shared() == EVERY_LINE
    for number in (3, 4, 5):
        assert chaos.log().count(f"applied {number}") == 1
    assert [chaos.log().count(f"begin {number}") for number in STEPS] == [1, 1, 2, 1, 1]
