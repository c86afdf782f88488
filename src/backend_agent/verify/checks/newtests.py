"""Whether the tests of a change show its behaviour: on the tree before it they must fail."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Literal

from backend_agent.values.changes import FileChange
from backend_agent.values.event import Event, OnEvent, ignore_event
from backend_agent.values.verification import Outcome
from backend_agent.verify.checks.areas import is_test_path
from backend_agent.verify.checks.planned import TITLES, PlannedCheck
from backend_agent.verify.checks.run import Bench, run_check
from backend_agent.world.files import ensure_folder, put_back, read_file, write_atomic

CHECK = "new-tests"
NO_TEST = "the change adds or changes no test"
PROVES_NOTHING = "the change's tests pass without it too: they do not show what is new"


def plan_new_tests(checks: tuple[PlannedCheck, ...], *, behaviour: bool) -> PlannedCheck:
    """The change's own test files as a check for the baseline. `behaviour` = the change holds any."""
    for check in checks:
        touched = [step for step in check.steps if step.label == "touched tests"]
        if check.kind == "test" and touched:
            before = [step for step in check.steps if step.label.startswith("before")]
            steps = (*before, replace(touched[0], counted=True, here=True, only_early=False))
            return replace(
                check, check=CHECK, kind=CHECK, title=TITLES[CHECK], steps=steps, required=behaviour
            )
    suites = [check.skip for check in checks if check.kind == "test"]
    # Where no suite can run, that is the reason, and not that the change has no test.
    unknown = suites[0] if suites and all(suites) else ""
    return PlannedCheck(
        check=CHECK,
        kind=CHECK,
        technology="",
        title=TITLES[CHECK],
        required=behaviour,
        skip=unknown or NO_TEST,
    )


def run_new_tests(
    check: PlannedCheck, changes: tuple[FileChange, ...], bench: Bench, on_event: OnEvent
) -> Outcome:
    """Copy the tests (and what serves them) into the baseline's tree and run them there.

    `bench` is the baseline's; its tree is the run's own copy and is left as it was.
    Passed = they fail there; skipped, with the reason, = they prove nothing.
    """
    name = f"{bench.prefix}{CHECK}"
    on_event(Event(phase="verify", step=name, state="started"))
    replaced = copy_tests(changes, bench.worktree)
    try:
        outcome = _judge(run_check(check, bench, ignore_event))
    finally:
        for path, content in replaced:
            put_back(path, content)
    state: Literal["finished", "skipped"] = "finished" if outcome.status == "passed" else "skipped"
    on_event(Event(phase="verify", step=name, state=state, detail=outcome.reason))
    return outcome


def _judge(outcome: Outcome) -> Outcome:
    """What is red there is good here."""
    if outcome.status == "skipped":
        return replace(outcome, findings=(), excerpt="")
    if outcome.status == "passed":
        return replace(outcome, status="skipped", reason=PROVES_NOTHING)
    failing = max(outcome.counts.failed, 1)
    noun = "test fails" if failing == 1 else "tests fail"
    return replace(
        outcome,
        status="passed",
        reason=f"{failing} {noun} on the tree before the change, as it should",
        findings=(),
        excerpt="",
        counts=replace(outcome.counts, examined=failing, passed=failing, failed=0),
    )


Replaced = tuple[tuple[Path, bytes | None], ...]


def copy_tests(changes: tuple[FileChange, ...], worktree: Path) -> Replaced:
    """Write the test files of the change as they are after it; what was in their places."""
    replaced = []
    for change in changes:
        if change.after is None or not _is_test(change.path):
            continue
        target = worktree / change.path
        replaced.append((target, read_file(target) if target.is_file() else None))
        ensure_folder(target.parent)
        write_atomic(target, change.after, change.mode)
    return tuple(replaced)


def _is_test(path: str) -> bool:
    return is_test_path(path) and not re.search(r"(^|/)\.\.(/|$)|^/", path)
