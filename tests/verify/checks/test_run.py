"""A check passes only when its reader counted something and found no fault."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.values.event import Event, ignore_event
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.verification import Outcome
from backend_agent.verify.checks.planned import CheckStep, PlannedCheck
from backend_agent.verify.checks.run import Bench, run_checks
from backend_agent.world.scripted import FakeRunner
from tests.verify.conftest import python_only

JUNIT = '<testsuite><testcase classname="t" name="a"/><testcase classname="t" name="b">{}</testcase></testsuite>'


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., Bench]:
    def make(runner: FakeRunner, **more: object) -> Bench:
        base = Bench(
            worktree=tmp_path / "tree",
            runner=runner,
            folder=tmp_path / "run",
            environment=python_only(tmp_path / "bin", "tool", "mypy", "pytest", "docker"),
        )
        return replace(base, **more)  # type: ignore[arg-type]

    return make


def check(
    *argv: str, reader: str = "exit-code", label: str = "build", **more: object
) -> PlannedCheck:
    step = CheckStep(label=label, argv=argv, reader=reader, success=(0, 1, 5))
    base = PlannedCheck(
        check=f"x:{argv[0]}", kind="x", technology=argv[0], title="x", steps=(step,), needs=argv[:1]
    )
    return replace(base, **more)  # type: ignore[arg-type]


def run_one(planned: PlannedCheck, bench: Bench) -> Outcome:
    return run_checks((planned,), bench, ignore_event)[0]


def said(exit_code: int | None, output: str = "", errors: str = "", stopped: str = "") -> Completed:
    return Completed(argv=(), exit_code=exit_code, output=output, errors=errors, stopped=stopped)


@pytest.mark.parametrize(
    ("done", "status", "reason"),
    [
        (said(0, "Success: no issues found in 3 source files"), "passed", ""),
        (said(0, ""), "skipped", "not checked: no file was checked"),
        (
            said(1, "a.py:3: error: Bad  [misc]\nFound 1 error in 1 file (checked 3 source files)"),
            "failed",
            "1 finding in 3 files",
        ),
        (said(2, "crashed"), "failed", "no file was checked: crashed"),
        (said(None, stopped="timeout after 300 s"), "failed", "stopped: timeout after 300 s"),
        (said(None, stopped="missing program"), "skipped", "mypy is not installed"),
        (said(None, stopped="refused: it deletes /"), "skipped", "refused: it deletes /"),
        (
            said(1, "Success: no issues found in 3 source files"),
            "failed",
            "exit code 1, and no finding that its reader knows",
        ),
    ],
)
def test_an_outcome_is_what_the_reader_counted(
    bench: Callable[..., Bench], done: Completed, status: str, reason: str
) -> None:
    outcome = run_one(check("mypy", reader="mypy"), bench(FakeRunner({("mypy",): done})))
    assert (outcome.status, outcome.reason) == (status, reason)


def test_exit_code_zero_of_a_tool_that_counts_nothing_is_not_checked(
    bench: Callable[..., Bench],
) -> None:
    runner = FakeRunner({("tool",): said(0)})
    assert run_one(check("tool", label="build"), bench(runner)).status == "passed"
    outcome = run_one(check("tool", label="tests"), bench(runner))
    assert outcome.status == "skipped"
    assert outcome.reason.startswith("not checked: ")


def test_a_registry_that_does_not_answer_is_no_failure(bench: Callable[..., Bench]) -> None:
    step = CheckStep(label="audit", argv=("tool",), reader="pip-audit-json", network=True)
    planned = check("tool", steps=(step,))
    outcome = run_one(planned, bench(FakeRunner({("tool",): said(1, errors="no route to host")})))
    assert outcome.status == "skipped"
    assert outcome.reason == "not checked: nothing was audited: no route to host"


def test_findings_lie_at_paths_from_the_root(bench: Callable[..., Bench], tmp_path: Path) -> None:
    lines = ("app/a.py:3: error: Bad", f"{tmp_path}/tree/api/b.py:1: error: Bad")
    text = "\n".join((*lines, "Found 2 errors in 2 files (checked 3 source files)"))
    runner = FakeRunner({("mypy",): said(1, text)})
    outcome = run_one(check("mypy", reader="mypy", cwd="api"), bench(runner))
    assert [(each.path, each.line) for each in outcome.findings] == [
        ("api/app/a.py", 3),
        ("api/b.py", 1),
    ]
    assert outcome.excerpt.splitlines()[0] == "api/app/a.py:3: Bad [mypy]"


def test_the_report_that_the_tool_writes_is_read(bench: Callable[..., Bench]) -> None:
    def write(invocation: Invocation) -> Completed:
        Path(invocation.argv[1]).write_text(JUNIT.format("<skipped/>"))
        return said(0)

    runner = FakeRunner({("pytest",): write})
    outcome = run_one(check("pytest", "{report}", reader="pytest", label="tests"), bench(runner))
    assert outcome.status == "passed"
    assert (outcome.counts.passed, outcome.counts.skipped) == (1, 1)


@pytest.mark.parametrize(
    ("more", "planned", "reason"),
    [
        ({}, check("absent"), "absent is not installed"),
        (
            {"missing": ("uv.lock does not fit",)},
            check("absent"),
            "absent is not installed (uv.lock does not fit)",
        ),
        ({"unserved": ("no server",)}, check("tool", exclusive=True), "no server"),
        ({}, check("tool", skip="left out on request"), "left out on request"),
        (
            {},
            check("docker", answers=("docker", "info"), unanswered="no container engine"),
            "no container engine",
        ),
    ],
)
def test_a_check_that_cannot_run_is_skipped_with_the_reason(
    bench: Callable[..., Bench], more: dict[str, object], planned: PlannedCheck, reason: str
) -> None:
    runner = FakeRunner({("docker",): said(1), ("tool",): said(0)})
    outcome = run_one(planned, bench(runner, **more))
    assert (outcome.status, outcome.reason) == ("skipped", reason)


@pytest.mark.parametrize(
    ("summary", "code", "status", "reason"),
    [
        ("4 passed in 0.1s", 0, "passed", ""),
        ("3 failed in 0.1s", 1, "skipped", "no server (3 of 3 tests failed without it)"),
    ],
)
def test_tests_are_tried_without_the_service_that_could_not_be_had(
    bench: Callable[..., Bench], summary: str, code: int, status: str, reason: str
) -> None:
    planned = check("tool", reader="pytest", label="tests", check="test:tool", exclusive=True)
    runner = FakeRunner({("tool",): said(code, summary)})
    outcome = run_one(planned, bench(runner, unserved=("no server",)))
    assert (outcome.status, outcome.reason) == (status, reason)


def test_the_place_of_a_failing_test_is_in_the_repository(bench: Callable[..., Bench]) -> None:
    trace = "tests/test_a.py:7: \n.venv/lib/python3.12/site-packages/x.py:3: Error"
    xml = f'<testsuite><testcase name="a"><failure message="m">{trace}</failure></testcase></testsuite>'

    def write(invocation: Invocation) -> Completed:
        Path(invocation.argv[1]).write_text(xml)
        return said(1)

    planned = check("pytest", "{report}", reader="pytest", label="tests")
    outcome = run_one(planned, bench(FakeRunner({("pytest",): write})))
    assert [(each.path, each.line) for each in outcome.findings] == [("tests/test_a.py", 7)]


def test_a_tool_of_another_environment_does_not_judge(
    bench: Callable[..., Bench], tmp_path: Path
) -> None:
    planned = check("pytest", inside=True)
    runner = FakeRunner({("pytest",): said(0)})
    elsewhere = bench(runner, programs=(str(tmp_path / "empty"),))
    assert run_one(planned, elsewhere).reason == "pytest is not installed"
    assert run_one(planned, bench(runner, programs=(str(tmp_path / "bin"),))).status == "passed"


def test_a_failing_preparation_is_named(bench: Callable[..., Bench]) -> None:
    steps = (
        CheckStep(label="before the tests: migrate", argv=("tool", "up"), counted=False),
        CheckStep(label="tests", argv=("tool", "test"), reader="pytest"),
    )
    runner = FakeRunner({("tool", "up"): said(3, errors="no database"), ("tool", "test"): said(0)})
    outcome = run_one(check("tool", steps=steps), bench(runner))
    assert outcome.status == "failed"
    assert outcome.reason == "before the tests: migrate: exit code 3"
    assert outcome.excerpt == "no database"
    assert len(runner.invocations) == 1


def test_touched_tests_run_alone_only_where_red_ones_end_the_check(
    bench: Callable[..., Bench],
) -> None:
    red = "1 failed, 1 passed in 0.1s"
    steps = (
        CheckStep(
            label="touched tests",
            argv=("tool", "a"),
            reader="pytest",
            counted=False,
            success=(0, 1),
            only_early=True,
        ),
        CheckStep(label="tests", argv=("tool", "all"), reader="pytest", success=(0, 1)),
    )
    runner = FakeRunner(
        {("tool", "a"): said(1, red), ("tool", "all"): said(1, "1 failed, 8 passed in 0.1s")}
    )
    outcome = run_one(check("tool", steps=steps), bench(runner))
    assert (outcome.counts.examined, outcome.counts.failed) == (9, 1)
    assert [each.argv[-1] for each in runner.invocations] == ["all"]

    early = run_one(check("tool", steps=steps), replace(bench(runner), fail_fast=True))
    assert (early.counts.examined, early.counts.failed) == (2, 1)


def test_checks_that_share_a_database_never_run_side_by_side(bench: Callable[..., Bench]) -> None:
    inside = threading.Lock()
    overlaps = []

    def hold(_invocation: Invocation) -> Completed:
        if not inside.acquire(blocking=False):
            overlaps.append("two at once")
            return said(0)
        threading.Event().wait(0.02)
        inside.release()
        return said(0)

    runner = FakeRunner({("tool", "db"): hold, ("tool", "free"): said(0)})
    planned = [check("tool", "db", check=f"db:{number}", exclusive=True) for number in range(4)] + [
        check("tool", "free", check=f"free:{number}") for number in range(4)
    ]
    events: list[Event] = []
    outcomes = run_checks(tuple(planned), bench(runner), events.append)
    assert overlaps == []
    assert [each.check for each in outcomes] == [each.check for each in planned]
    assert sum(event.state == "finished" for event in events) == 8
