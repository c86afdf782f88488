"""Runs the checks on the change and on the tree before it, and tells what is new and what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from backend_agent.values.changes import FileChange
from backend_agent.values.event import OnEvent
from backend_agent.values.verification import Outcome
from backend_agent.verify.before import Before
from backend_agent.verify.checks.areas import Areas
from backend_agent.verify.checks.baseline import mark_known, tell_losses
from backend_agent.verify.checks.newtests import plan_new_tests
from backend_agent.verify.checks.planned import PlannedCheck, is_cut_short, kind_of
from backend_agent.verify.checks.run import Bench, run_checks

# Needed to see what was lost; the others are run before the change only where something is to compare.
EAGER = frozenset(("test",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """`losses` are in words, for the headline."""

    outcomes: tuple[Outcome, ...]
    baseline: tuple[Outcome, ...]
    losses: tuple[str, ...]


def run_both(
    checks: tuple[PlannedCheck, ...],
    planned_before: tuple[PlannedCheck, ...],
    bench: Bench,
    before: Before | None,
    changes: tuple[FileChange, ...],
    areas: Areas,
    on_event: OnEvent,
) -> Ran:
    """The change and the tree before it at the same time, each in its own session.

    `planned_before` are the same checks for the tree before; only those that both have are run there.
    """
    new_tests = plan_new_tests(checks, behaviour=bool(areas.sources))
    if before is None:
        outcomes = run_checks(checks, bench, on_event)
        told = "there is no tree before the change to run its tests on"
        blank = _blank(replace(new_tests, skip=new_tests.skip or told))
        return Ran(outcomes=(*outcomes, blank), baseline=(), losses=())
    known_checks = {check.check for check in checks}
    earlier = {each.check: each for each in planned_before if each.check in known_checks}
    eager = tuple(check for check in earlier.values() if check.kind in EAGER)
    with ThreadPoolExecutor(max_workers=1) as pool:
        future: Future[tuple[Outcome, ...]] = pool.submit(before.run, eager)
        shown = pool.submit(_show_new_tests, new_tests, before, changes)
        outcomes = run_checks(checks, bench, on_event)
        baseline = future.result()
        new = replace(shown.result(), check=new_tests.check, required=new_tests.required)
    late = tuple(
        earlier[outcome.check]
        for outcome in outcomes
        if (outcome.status == "failed" or outcome.counts.warnings)
        and outcome.check in earlier
        and kind_of(outcome.check) not in EAGER
    )
    baseline = (*baseline, *before.run(late))
    known = {outcome.check: outcome for outcome in baseline}
    marked = tuple(mark_known(outcome, known.get(outcome.check)) for outcome in outcomes)
    marked = _run_to_the_end(checks, marked, known, bench, on_event)
    losses = tuple(
        f"{outcome.title}: {loss}"
        for outcome in marked
        if not is_cut_short(outcome) and (loss := tell_losses(outcome, known.get(outcome.check)))
    )
    return Ran(outcomes=(*marked, new), baseline=baseline, losses=losses)


def _show_new_tests(
    check: PlannedCheck, before: Before, changes: tuple[FileChange, ...]
) -> Outcome:
    return _blank(check) if check.skip else before.run_new_tests(check, changes)


def _run_to_the_end(
    checks: tuple[PlannedCheck, ...],
    marked: tuple[Outcome, ...],
    known: Mapping[str, Outcome],
    bench: Bench,
    on_event: OnEvent,
) -> tuple[Outcome, ...]:
    """Touched tests that failed before too say nothing about the change: then the whole suite decides."""
    short = {each.check for each in marked if is_cut_short(each) and each.known_before}
    again = tuple(check for check in checks if check.check in short)
    if not again:
        return marked
    fresh = {
        each.check: each for each in run_checks(again, replace(bench, fail_fast=False), on_event)
    }
    return tuple(
        mark_known(fresh[each.check], known.get(each.check)) if each.check in fresh else each
        for each in marked
    )


def mark_stale(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Outcomes of a tree that was written to afterwards."""
    return tuple(
        outcome if outcome.status == "skipped" else replace(outcome, stale=True)
        for outcome in outcomes
    )


def _blank(check: PlannedCheck) -> Outcome:
    return Outcome(
        check=check.check,
        title=check.title,
        status="skipped",
        required=check.required,
        reason=check.skip,
    )
