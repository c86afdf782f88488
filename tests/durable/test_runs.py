"""Runs on disk: listed without the engine, none left out in silence."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.durable.liveness import own_run
from backend_agent.durable.runs import create_run, find_run, list_runs, read_run, save_run
from backend_agent.durable.workflow import SCHEMA
from backend_agent.values.errors import DataError, InputError
from backend_agent.values.run import RunRecord
from backend_agent.world.clock import FixedClock


def _create(home: Path, title: str, *, at: str = "2025-01-02T03:04:05Z") -> RunRecord:
    return create_run(home, repository=home.parent / "repo", title=title, clock=FixedClock(at))


def test_a_run_has_a_folder_that_tells_what_it_is(tmp_path: Path) -> None:
    run = _create(tmp_path / "runs", "Add resource `order`: 3 fields!")
    assert run.id.startswith("20250102-030405-add-resource-order-3-fields-")
    assert run.folder == str(tmp_path / "runs" / run.id)
    assert run.repository == str(tmp_path / "repo")
    assert (run.state, run.schema) == ("running", SCHEMA)
    assert read_run(Path(run.folder)) == run


def test_a_title_without_letters_still_names_a_folder(tmp_path: Path) -> None:
    assert "-run-" in _create(tmp_path, "…/../…").id
    assert [path.parent for path in tmp_path.iterdir()] == [tmp_path]


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    old = _create(tmp_path, "old")
    new = _create(tmp_path, "new", at="2026-01-01T00:00:00Z")
    assert [run.id for run in list_runs(tmp_path)] == [new.id, old.id]
    assert list_runs(tmp_path / "nowhere") == ()


def test_a_run_without_its_process_is_interrupted_and_says_where(tmp_path: Path) -> None:
    run = replace(_create(tmp_path, "t"), phase="verify")
    save_run(run)
    with own_run(Path(run.folder)):
        assert list_runs(tmp_path)[0].state == "running"
    (listed,) = list_runs(tmp_path)
    assert listed.state == "interrupted"
    assert "in step 'verify'" in listed.reason
    assert f"runs resume {run.id}" in listed.reason


@pytest.mark.parametrize("state", ["running", "failed", "interrupted"])
def test_an_unfinished_run_of_another_workflow_number_says_so(tmp_path: Path, state: str) -> None:
    save_run(replace(_create(tmp_path, "t"), schema=SCHEMA + 1, state=state))  # type: ignore[arg-type]
    (listed,) = list_runs(tmp_path)
    assert f"workflow number {SCHEMA + 1}, this program follows number {SCHEMA}" in listed.reason


def test_a_finished_run_of_another_workflow_number_needs_no_reason(tmp_path: Path) -> None:
    save_run(replace(_create(tmp_path, "t"), schema=SCHEMA + 1, state="finished"))
    assert list_runs(tmp_path)[0].reason == ""


@pytest.mark.parametrize("text", ["", "{", "[]", '{"id": "x"}', None])
def test_a_damaged_record_is_listed_as_such(tmp_path: Path, text: str | None) -> None:
    run = _create(tmp_path, "t")
    record = Path(run.folder) / "run.json"
    record.unlink() if text is None else record.write_text(text)
    (listed,) = list_runs(tmp_path)
    assert (listed.id, listed.state) == (run.id, "failed")
    assert "run.json" in listed.reason
    with pytest.raises(DataError):
        read_run(Path(run.folder))


def test_a_record_of_a_newer_program_is_read_as_far_as_it_is_known(tmp_path: Path) -> None:
    run = _create(tmp_path, "t")
    record = Path(run.folder) / "run.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "colour": "red"}))
    assert read_run(Path(run.folder)) == run


def test_a_home_that_was_moved_keeps_its_runs(tmp_path: Path) -> None:
    run = _create(tmp_path / "old", "t")
    (tmp_path / "old").rename(tmp_path / "new")
    assert find_run(tmp_path / "new", run.id).folder == str(tmp_path / "new" / run.id)


def test_a_run_is_found_by_id_by_part_or_as_the_last(tmp_path: Path) -> None:
    one = _create(tmp_path, "add order")
    two = _create(tmp_path, "add health", at="2026-01-01T00:00:00Z")
    assert find_run(tmp_path, one.id).id == one.id
    assert find_run(tmp_path, "health").id == two.id
    assert find_run(tmp_path, "last").id == two.id
    with pytest.raises(InputError, match="fits 2 runs"):
        find_run(tmp_path, "add")
    with pytest.raises(InputError, match="no such run"):
        find_run(tmp_path, "payment")
    with pytest.raises(InputError, match="no such run"):
        find_run(tmp_path / "nowhere", "last")
