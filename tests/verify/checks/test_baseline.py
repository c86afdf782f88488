"""Old faults are not blamed on the change, and new ones cannot hide behind them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backend_agent.values.verification import Counts, Finding, Outcome
from backend_agent.verify.checks.baseline import (
    baseline_key,
    find_kept,
    keep_outcome,
    mark_known,
    tell_losses,
)
from backend_agent.verify.checks.planned import CheckStep, PlannedCheck

OLD = Finding(source="mypy misc", message="line 3: Bad", path="a.py", line=3)
NEW = Finding(source="mypy misc", message="Worse", path="a.py", line=9)


def failed(*findings: Finding, excerpt: str = "", code: int = 1) -> Outcome:
    return Outcome(
        check="types:mypy",
        title="types",
        status="failed",
        required=True,
        reason="why",
        exit_code=code,
        findings=findings,
        excerpt=excerpt,
        counts=Counts(examined=4, failed=len(findings)),
    )


def test_the_same_fault_on_a_moved_line_was_known_before() -> None:
    moved = replace(OLD, line=8, message="line 8: Bad")
    marked = mark_known(failed(moved), failed(OLD))
    assert marked.known_before
    assert marked.findings[0].known_before
    assert marked.reason == "why (as before the change)"


def test_a_new_fault_beside_an_old_one_is_a_failure() -> None:
    marked = mark_known(failed(OLD, NEW), failed(OLD))
    assert not marked.known_before
    assert [finding.known_before for finding in marked.findings] == [True, False]


def test_a_second_fault_of_the_same_words_is_new() -> None:
    assert not mark_known(failed(OLD, replace(OLD, line=5)), failed(OLD)).known_before


def test_without_findings_the_excerpt_and_the_code_must_be_the_same() -> None:
    first = failed(excerpt="/tmp/one/app.py:3: boom in 0.12s", code=2)
    again = failed(excerpt="/tmp/two/app.py:9: boom in 0.55s", code=2)
    assert mark_known(again, first).known_before
    assert not mark_known(replace(again, exit_code=3), first).known_before
    assert not mark_known(failed(excerpt="other", code=2), first).known_before


def test_what_passed_before_is_new() -> None:
    passed = replace(failed(), status="passed")
    assert not mark_known(failed(OLD), passed).known_before
    assert not mark_known(failed(OLD), None).known_before


def suite_outcome(examined: int, skipped: int = 0, status: str = "passed") -> Outcome:
    counts = Counts(examined=examined, passed=examined, skipped=skipped)
    return Outcome(check="test:pytest", title="tests", status=status, required=True, counts=counts)  # type: ignore[arg-type]


def test_tests_that_are_skipped_or_gone_are_told() -> None:
    before = suite_outcome(60)
    assert tell_losses(suite_outcome(61), before) == ""
    assert tell_losses(suite_outcome(58), before) == "2 fewer ran than before"
    assert tell_losses(suite_outcome(59, skipped=1), before) == "1 more skipped than before"
    assert tell_losses(suite_outcome(10), suite_outcome(0, status="skipped")) == ""


def test_new_warnings_are_told() -> None:
    warning = replace(NEW, severity="warning")
    after = mark_known(
        replace(failed(warning), status="passed"), replace(failed(), status="passed")
    )
    assert tell_losses(after, replace(failed(), status="passed")) == "1 new warning"


CHECK = PlannedCheck(
    check="types:mypy",
    kind="types",
    technology="mypy",
    title="types",
    steps=(CheckStep(label="types", argv=("mypy", "app")),),
)


def test_an_outcome_is_kept_and_found_again(tmp_path: Path) -> None:
    keep_outcome(tmp_path, "k", failed(OLD))
    assert find_kept(tmp_path, "k") == failed(OLD)


def test_a_skipped_outcome_is_not_kept(tmp_path: Path) -> None:
    keep_outcome(tmp_path, "k", replace(failed(), status="skipped"))
    assert find_kept(tmp_path, "k") is None


def test_a_broken_record_is_no_outcome(tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text('{"check": 1}')
    assert find_kept(tmp_path, "k") is None


def test_another_tree_command_tool_or_setting_is_another_key() -> None:
    other = replace(CHECK, steps=(CheckStep(label="types", argv=("mypy", "tests")),))
    keys = {
        baseline_key(CHECK, "tree", "mypy==1", ("A",)),
        baseline_key(CHECK, "tree2", "mypy==1", ("A",)),
        baseline_key(CHECK, "tree", "mypy==2", ("A",)),
        baseline_key(CHECK, "tree", "mypy==1", ("B",)),
        baseline_key(other, "tree", "mypy==1", ("A",)),
    }
    assert len(keys) == 5
