"""The port on the embedded engine: the contract, and the guards around the engine library."""

from __future__ import annotations

import inspect
import resource
import sqlite3
from pathlib import Path

import pytest

from backend_agent.durable.embedded import open_engine
from backend_agent.durable.port import StepDoor
from backend_agent.values.changes import FileChange
from backend_agent.values.errors import DataError, InputError, Refused, ToolMissing
from tests.durable.engines import Stop, abandon, opened, stop


class Counter:
    """Work of three steps that counts how often each ran; `broken` raises in the second."""

    def __init__(self, broken: Exception | None = None) -> None:
        self.ran: list[int] = []
        self.broken = broken

    def __call__(self, step: StepDoor, initial: object) -> object:
        for number in (1, 2, 3):
            step(f"step {number}", lambda n=number: self.act(n))  # type: ignore[misc]
        return (initial, tuple(self.ran))

    def act(self, number: int) -> int:
        self.ran.append(number)
        if number == 2 and self.broken:
            raise self.broken
        return number


def test_a_run_answers_what_its_work_answers(tmp_path: Path) -> None:
    change = FileChange(path="a.py", before=None, after=b"\x00\xff" * 20_000)
    with opened(tmp_path) as engine:
        answer = engine.start("one", lambda step, initial: step("echo", lambda: initial), change)
    assert answer == change


def test_completed_steps_never_run_again(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one", after=2)
    counter = Counter()
    with opened(tmp_path) as engine:
        engine.resume("one", counter)
    assert counter.ran == [3]


def test_a_run_that_is_done_answers_again_without_work(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        first = engine.start("one", Counter(), "initial")
        counter = Counter()
        assert engine.resume("one", counter) == first
    assert counter.ran == []


def test_a_failed_run_continues_with_the_step_that_failed(tmp_path: Path) -> None:
    missing = ToolMissing("uv: not installed", hint="install it")
    with opened(tmp_path) as engine:
        with pytest.raises(ToolMissing) as raised:
            engine.start("one", Counter(missing), None)
        assert raised.value is missing
        assert engine.list()[0].state == "failed"
        counter = Counter()
        engine.resume("one", counter)
    assert counter.ran == [2, 3]


def test_our_own_fault_is_raised_with_its_trace(tmp_path: Path) -> None:
    with opened(tmp_path) as engine, pytest.raises(KeyError) as raised:
        engine.start("one", Counter(KeyError("lost")), None)
    assert any(entry.name == "act" for entry in raised.traceback)


def test_a_fault_between_steps_is_raised_as_it_is_and_no_step_is_repeated_for_it(
    tmp_path: Path,
) -> None:
    fault = ValueError("in the body")
    counter = Counter(ToolMissing("uv"))

    def work(step: StepDoor, _initial: object) -> object:
        with pytest.raises(ToolMissing):
            step("step 1", lambda: counter.act(2))
        if fault in faults:
            raise fault
        return step("step 2", lambda: counter.act(1))

    faults = [fault]
    with opened(tmp_path) as engine:
        with pytest.raises(ValueError, match="in the body") as raised:
            engine.start("one", work, None)
        assert raised.value is fault
        faults.clear()
        assert engine.resume("one", work) == 1
    assert counter.ran == [2, 1]


def test_an_interruption_leaves_the_run_to_be_resumed(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        with pytest.raises(Stop):
            engine.start("one", lambda step, _initial: step("first", stop), None)
        assert engine.list()[0].state == "pending"


def test_an_interruption_between_two_steps_leaves_the_run_to_be_resumed(tmp_path: Path) -> None:
    def work(step: StepDoor, _initial: object) -> object:
        step("step 1", lambda: 1)
        raise KeyboardInterrupt

    with opened(tmp_path) as engine:
        with pytest.raises(KeyboardInterrupt):
            engine.start("one", work, "initial")
        assert [each.state for each in engine.list()] == ["pending"]
    counter = Counter()
    with opened(tmp_path) as engine:
        engine.resume("one", counter)
    assert counter.ran == [2, 3]


def test_a_run_is_started_once(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        engine.start("one", Counter(), None)
        with pytest.raises(InputError, match="has been started"):
            engine.start("one", Counter(), None)


def test_an_unknown_run_is_not_resumed(tmp_path: Path) -> None:
    with opened(tmp_path) as engine, pytest.raises(InputError, match="no recorded workflow"):
        engine.resume("nowhere", Counter())


def test_steps_that_depend_on_something_outside_are_found_out(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one", after=1)

    def other(step: StepDoor, _initial: object) -> object:
        return step("a name made from the clock", lambda: 1)

    with opened(tmp_path) as engine:
        with pytest.raises(InputError, match="not the step that was recorded"):
            engine.resume("one", other)
        assert engine.resume("one", Counter()) == (None, (2, 3))


def test_a_run_of_another_workflow_number_is_listed_with_a_reason(tmp_path: Path) -> None:
    with opened(tmp_path, schema=1) as engine:
        abandon(engine, "one")
    with opened(tmp_path, schema=2) as engine:
        (execution,) = engine.list()
        assert execution.state == "pending"
        assert execution.schema == "1"
        assert "workflow number 1, this program follows number 2" in execution.reason
        with pytest.raises(Refused, match="workflow number 1"):
            engine.resume("one", Counter(), insist=True)
        assert engine.reap((execution.executor,)) == ()
    with opened(tmp_path, schema=1) as engine:
        assert engine.resume("one", Counter()) == (None, (2, 3))


def test_a_cancelled_run_stops_before_its_next_step(tmp_path: Path) -> None:
    counter = Counter()
    with opened(tmp_path) as engine:

        def work(step: StepDoor, initial: object) -> object:
            step("step 1", lambda: engine.cancel("one"))
            return counter(step, initial)

        with pytest.raises(Refused, match="cancelled"):
            engine.start("one", work, None)
        assert counter.ran == []
        assert engine.list()[0].state == "cancelled"
        with pytest.raises(Refused, match="insist"):
            engine.resume("one", work)


def test_an_executor_never_takes_over_its_own_work(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one")
        assert engine.reap((engine.executor,)) == ()
        assert engine.list()[0].state == "pending"


def test_a_second_launch_leaves_the_work_of_others_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one")
        first = engine.executor
    with opened(tmp_path) as engine:
        assert engine.executor != first
        assert [(found.state, found.executor) for found in engine.list()] == [("pending", first)]


@pytest.mark.parametrize("way", ["recovery", "public calls"])
def test_the_run_of_a_dead_executor_is_freed_once(tmp_path: Path, way: str) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one")
        abandon(engine, "two")
        dead = (engine.executor,)
    with opened(tmp_path) as engine:
        free = engine.reap if way == "recovery" else engine._free_by_public_calls
        assert set(free(dead)) == {"one", "two"}
        assert free(dead) == ()
        assert free(("somebody-else",)) == ()


def test_the_engine_still_has_the_recovery_we_call() -> None:
    from dbos import DBOS

    assert list(inspect.signature(DBOS._recover_pending_workflows).parameters) == ["executor_ids"]


def test_the_engine_still_lets_us_say_how_often_it_looks(tmp_path: Path) -> None:
    from dbos._dbos import _get_dbos_instance

    def ask() -> float:
        found: float = _get_dbos_instance()._registry.get_internal_queue()._polling_interval_sec
        return found

    with opened(tmp_path) as engine:
        assert ask() < 0.5
        assert engine.start("one", lambda step, _initial: step("ask", ask), None) == 2.0


def test_one_engine_at_a_time_in_a_process(tmp_path: Path) -> None:
    with (
        opened(tmp_path),
        pytest.raises(InputError, match="open in this process"),
        opened(tmp_path),
    ):
        pytest.fail("a second engine was opened")
    with opened(tmp_path) as engine:
        assert engine.list() == ()


def test_an_engine_that_cannot_open_leaves_room_for_the_next(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unable to open database file"), opened(tmp_path / "no"):
        pytest.fail("an engine was opened nowhere")
    with opened(tmp_path) as engine:
        assert engine.list() == ()


def test_a_result_with_no_written_form_fails_the_step_that_gave_it(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        with pytest.raises(DataError, match=r"object of type builtins\.object"):
            engine.start("one", lambda step, _initial: step("first", object), None)
        assert engine.list()[0].state == "failed"


def test_a_full_disk_ends_the_run_with_a_reason_and_it_is_resumed_later(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(step: StepDoor, initial: object) -> object:
        step("step 1", lambda: 1)
        return step("step 2", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1])))

    with opened(tmp_path) as engine:
        try:
            with pytest.raises(InputError, match="database cannot be used"):
                engine.start("one", fill, None)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
    with opened(tmp_path) as engine:
        assert engine.resume("one", Counter()) == (None, (2, 3))


def test_a_pickled_row_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        abandon(engine, "one", after=1)
    with sqlite3.connect(tmp_path / "engine.sqlite") as connection:
        connection.execute(
            "UPDATE operation_outputs SET output = 'gASVBQ==', serialization = 'py_pickle'"
        )
    connection.close()
    with opened(tmp_path) as engine, pytest.raises(DataError, match="pickled"):
        engine.resume("one", Counter())


def test_nothing_in_the_database_is_pickled(tmp_path: Path) -> None:
    with opened(tmp_path) as engine:
        with pytest.raises(KeyError):
            engine.start("one", Counter(KeyError("lost")), {"a": 1})
        engine.start("two", Counter(), None)
    with sqlite3.connect(tmp_path / "engine.sqlite") as connection:
        written = connection.execute(
            "SELECT serialization FROM workflow_status UNION SELECT serialization FROM operation_outputs"
        ).fetchall()
    connection.close()
    assert written == [("backend-agent-json-1",)]


def test_a_configuration_file_of_the_engine_in_the_repository_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "dbos-config.yaml").write_text(
        "name: theirs\nsystem_database_url: sqlite:///theirs.sqlite\n"
    )
    monkeypatch.chdir(repository)
    with opened(tmp_path) as engine:
        engine.start("one", Counter(), None)
    assert [path.name for path in repository.iterdir()] == ["dbos-config.yaml"]


def test_the_engine_is_opened_by_keyword_with_everything_it_depends_on() -> None:
    assert {
        name
        for name, parameter in inspect.signature(open_engine).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.default is parameter.empty
    } == {"executor", "schema", "serializer", "now", "log"}
