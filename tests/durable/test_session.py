"""One process's work on one run: its record, what it tidies, and how it ends."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.durable.port import StepDoor
from backend_agent.durable.runs import create_run, list_runs, read_run, save_run
from backend_agent.durable.session import reap_runs, resume_run, scratch_folder, start_run
from backend_agent.durable.workflow import SCHEMA
from backend_agent.values.errors import InputError, Refused, ToolFailed
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import FixedClock
from backend_agent.world.survivors import RUN_MARK, find_survivors
from tests.durable.engines import Stop, opened, stop

CLOCK = FixedClock()


@pytest.fixture
def run(tmp_path: Path) -> RunRecord:
    return create_run(tmp_path / "runs", repository=tmp_path, title="t", clock=CLOCK)


def _saved(run: RunRecord) -> RunRecord:
    return read_run(Path(run.folder))


def test_the_record_follows_the_steps(run: RunRecord) -> None:
    seen: list[tuple[str, str]] = []

    def work(step: StepDoor, initial: object) -> object:
        for name in ("detect", "plan"):
            step(name, lambda: seen.append((_saved(run).state, _saved(run).phase)))
        return initial

    outcome = start_run(run, work, 7, clock=CLOCK)
    assert seen == [("running", "detect"), ("running", "plan")]
    assert outcome.result == 7
    assert outcome.record == _saved(run)
    assert (outcome.record.state, outcome.record.phase) == ("finished", "plan")


@pytest.mark.parametrize(
    ("error", "state", "reason"),
    [
        (Refused("no exemplar"), "refused", "no exemplar"),
        (ToolFailed("ruff: exit 2"), "failed", "ruff: exit 2"),
        (KeyError("lost"), "failed", "KeyError: 'lost'"),
    ],
)
def test_the_record_says_why_a_run_ended(
    run: RunRecord, error: Exception, state: str, reason: str
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        start_run(run, lambda step, _initial: step("plan", fail), None, clock=CLOCK)
    assert (_saved(run).state, _saved(run).reason) == (state, reason)
    again = resume_run(_saved(run), lambda step, _initial: step("plan", lambda: 1), clock=CLOCK)
    assert (again.result, again.record.state, again.record.reason) == (1, "finished", "")


def test_an_interrupted_run_says_how_to_go_on(run: RunRecord) -> None:
    with pytest.raises(Stop):
        start_run(run, lambda step, _initial: step("plan", stop), None, clock=CLOCK)
    assert _saved(run).state == "interrupted"
    assert f"runs resume {run.id}" in _saved(run).reason


def test_a_run_that_ended_before_its_workflow_was_recorded_is_resumed_from_the_start(
    run: RunRecord, tmp_path: Path
) -> None:
    with opened(tmp_path), pytest.raises(InputError, match="open in this process"):
        start_run(run, lambda _step, initial: initial, (1, b"\x00" * 20_000), clock=CLOCK)
    outcome = resume_run(_saved(run), lambda _step, initial: initial, clock=CLOCK)
    assert outcome.result == (1, b"\x00" * 20_000)


def test_a_run_that_never_knew_its_work_cannot_be_resumed(run: RunRecord) -> None:
    with pytest.raises(InputError, match="before its work was known"):
        resume_run(run, lambda _step, initial: initial, clock=CLOCK)


def test_resuming_an_applied_run_answers_and_changes_nothing(run: RunRecord) -> None:
    start_run(run, lambda step, _initial: step("plan", lambda: 5), None, clock=CLOCK)
    applied = replace(_saved(run), state="applied", branch="b", verdict="verified")
    save_run(applied)
    outcome = resume_run(applied, lambda step, _initial: step("plan", stop), clock=CLOCK)
    assert (outcome.result, outcome.record, _saved(run)) == (5, applied, applied)


def test_resuming_with_an_old_record_keeps_what_was_recorded_since(run: RunRecord) -> None:
    start_run(run, lambda step, _initial: step("plan", lambda: 5), None, clock=CLOCK)
    save_run(replace(_saved(run), branch="b", verdict="verified"))
    outcome = resume_run(run, lambda step, _initial: step("plan", stop), clock=CLOCK)
    assert (outcome.record.branch, outcome.record.verdict) == ("b", "verified")
    assert _saved(run) == outcome.record


def test_a_run_of_another_workflow_number_is_not_continued(run: RunRecord) -> None:
    other = replace(run, schema=SCHEMA + 1)
    with pytest.raises(Refused, match=f"workflow number {SCHEMA + 1}"):
        resume_run(other, lambda _step, initial: initial, clock=CLOCK)


def test_what_the_engine_warns_of_is_in_a_file_of_the_run(
    run: RunRecord, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ToolFailed("ruff: exit 2")

    with pytest.raises(ToolFailed):
        start_run(run, lambda step, _initial: step("plan", fail), None, clock=CLOCK)
    assert "ruff: exit 2" in (Path(run.folder) / "engine.log").read_text()
    assert capfd.readouterr() == ("", "")


def test_nothing_of_a_finished_run_is_left_but_its_files(run: RunRecord) -> None:
    start_run(run, lambda step, _initial: step("plan", lambda: 5), None, clock=CLOCK)
    assert {path.name for path in Path(run.folder).rglob("*")} == {
        "run.json", "request.json", "engine.sqlite", "owner.lock", "executors",
    }  # fmt: skip
    assert RUN_MARK not in os.environ


def test_a_command_that_a_step_left_running_ends_with_the_run(run: RunRecord) -> None:
    def leave() -> None:
        subprocess.Popen(["sleep", "600"], start_new_session=True)
        (scratch_folder(run) / "half-done").mkdir()
        assert len(find_survivors(RUN_MARK, run.id)) == 1

    start_run(run, lambda step, _initial: step("plan", leave), None, clock=CLOCK)
    assert find_survivors(RUN_MARK, run.id) == ()


def test_commands_of_a_step_carry_the_mark_of_their_run(run: RunRecord) -> None:
    def ask() -> str:
        return subprocess.run(
            ["printenv", RUN_MARK], capture_output=True, text=True, check=True
        ).stdout

    outcome = start_run(run, lambda step, _initial: step("plan", ask), None, clock=CLOCK)
    assert outcome.result == f"{run.id}\n"


def test_reaping_tidies_after_dead_runs_and_leaves_the_others(tmp_path: Path) -> None:
    home = tmp_path / "runs"
    dead = create_run(home, repository=tmp_path, title="dead", clock=CLOCK)
    done = create_run(home, repository=tmp_path, title="done", clock=CLOCK)
    done_record = start_run(
        done, lambda step, _initial: step("plan", lambda: 5), None, clock=CLOCK
    ).record
    (scratch_folder(dead) / "half-done").mkdir()
    (scratch_folder(done) / "kept").mkdir()
    command = subprocess.Popen(["sleep", "600"], env={**os.environ, RUN_MARK: dead.id})

    reaped = reap_runs(home, clock=CLOCK)

    assert [run.id for run in reaped] == [dead.id]
    assert command.wait() == -9
    assert find_survivors(RUN_MARK, dead.id) == ()
    assert not (Path(dead.folder) / "scratch").exists()
    assert (Path(done.folder) / "scratch" / "kept").is_dir()
    assert {run.state for run in list_runs(home)} == {"interrupted", "finished"}
    assert _saved(done) == done_record
    assert _saved(dead).state == "interrupted"
