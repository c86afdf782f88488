"""The change's own tests must fail on the tree before it, else they show nothing new."""

from __future__ import annotations

from pathlib import Path

import pytest

from backend_agent.values.changes import FileChange
from backend_agent.values.event import ignore_event
from backend_agent.values.process import Completed, Invocation
from backend_agent.verify.checks.newtests import (
    NO_TEST,
    PROVES_NOTHING,
    copy_tests,
    plan_new_tests,
    run_new_tests,
)
from backend_agent.verify.checks.planned import CheckStep, PlannedCheck
from backend_agent.verify.checks.run import Bench
from backend_agent.world.scripted import FakeRunner
from tests.verify.conftest import python_only

TOUCHED = CheckStep(
    label="touched tests",
    argv=("pytest", "tests/test_a.py"),
    reader="pytest",
    success=(0, 1, 5),
    counted=False,
)
WHOLE = CheckStep(label="tests", argv=("pytest",), reader="pytest")
BEFORE = CheckStep(label="before the tests: migrate", argv=("migrate",), counted=False)
CHECK = PlannedCheck(
    check="test:pytest",
    kind="test",
    technology="pytest",
    title="tests",
    steps=(BEFORE, TOUCHED, WHOLE),
    required=True,
)
CHANGES = (
    FileChange(path="tests/test_a.py", before=None, after=b"def test(): ..."),
    FileChange(path="tests/helpers/make.py", before=None, after=b"helper"),
    FileChange(path="app/main.py", before=b"old", after=b"new"),
)


def bench(tmp_path: Path, exit_code: int, output: str) -> Bench:
    def run(invocation: Invocation) -> Completed:
        assert (Path(invocation.cwd) / "tests/test_a.py").exists()
        return Completed(argv=(), exit_code=exit_code, output=output)

    (tmp_path / "tree").mkdir()
    runner = FakeRunner({("pytest",): run, ("migrate",): Completed(argv=(), exit_code=0)})
    return Bench(
        worktree=tmp_path / "tree",
        runner=runner,
        folder=tmp_path / "run",
        environment=python_only(tmp_path / "bin", "pytest"),
    )


@pytest.mark.parametrize(
    ("exit_code", "output", "status", "reason"),
    [
        (
            1,
            "2 failed in 0.1s",
            "passed",
            "2 tests fail on the tree before the change, as it should",
        ),
        (
            1,
            "1 error in 0.1s",
            "passed",
            "1 test fails on the tree before the change, as it should",
        ),
        (0, "2 passed in 0.1s", "skipped", PROVES_NOTHING),
        (5, "no tests ran in 0.1s", "skipped", "not checked: no test ran: no tests ran in 0.1s"),
    ],
)
def test_only_a_failure_before_the_change_is_proof(
    tmp_path: Path, exit_code: int, output: str, status: str, reason: str
) -> None:
    planned = plan_new_tests((CHECK,), behaviour=True)
    outcome = run_new_tests(planned, CHANGES, bench(tmp_path, exit_code, output), ignore_event)
    assert (outcome.status, outcome.reason, outcome.required) == (status, reason, True)


def test_only_the_test_files_are_copied_with_what_was_there(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "tests").mkdir(parents=True)
    (tree / "tests" / "test_a.py").write_bytes(b"before")
    replaced = copy_tests(CHANGES, tree)
    written = {path.relative_to(tree).as_posix() for path in tree.rglob("*.py")}
    assert written == {"tests/test_a.py", "tests/helpers/make.py"}
    assert dict(replaced)[tree / "tests" / "test_a.py"] == b"before"


def test_the_tree_before_the_change_is_left_as_it_was(tmp_path: Path) -> None:
    planned = plan_new_tests((CHECK,), behaviour=True)
    run_new_tests(planned, CHANGES, bench(tmp_path, 1, "1 failed in 0.1s"), ignore_event)
    assert list((tmp_path / "tree").rglob("*.py")) == []


def test_a_change_without_tests_has_nothing_to_show() -> None:
    untouched = PlannedCheck(
        check="test:pytest", kind="test", technology="pytest", title="tests", steps=(WHOLE,)
    )
    assert plan_new_tests((untouched,), behaviour=True).skip == NO_TEST
    assert not plan_new_tests((untouched,), behaviour=False).required


def test_without_a_suite_that_is_the_reason() -> None:
    none = PlannedCheck(
        check="test", kind="test", technology="", title="tests", skip="no tests command is known"
    )
    assert plan_new_tests((none,), behaviour=True).skip == "no tests command is known"
