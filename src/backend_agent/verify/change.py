"""Judges a change from beginning to end: ground, checks before and after, routes, review, verdict."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.values.agent import NO_ACCOUNT, Account
from backend_agent.values.application import Application
from backend_agent.values.changes import FileChange, Refusal, RouteKey
from backend_agent.values.event import Event, OnEvent, ignore_event
from backend_agent.values.plan import Plan
from backend_agent.values.stack import Component
from backend_agent.values.verification import Outcome, Verification
from backend_agent.verify.before import PREFIX, BaseTree, Before
from backend_agent.verify.both import mark_stale, run_both
from backend_agent.verify.checks.areas import Areas, find_areas
from backend_agent.verify.checks.baseline import baseline_key, keep_outcome
from backend_agent.verify.checks.plan import plan_checks
from backend_agent.verify.checks.planned import PlannedCheck
from backend_agent.verify.checks.run import Bench
from backend_agent.verify.ground import Ground, prepare_ground
from backend_agent.verify.hearing import Case, Hearing, hear_routes
from backend_agent.verify.oracle import judge_routes
from backend_agent.verify.outside import hold_to_plan
from backend_agent.verify.probed import CHECK, Probed, Subject, leave_probe, probe_change
from backend_agent.verify.review import review_change
from backend_agent.verify.rows import Proof, judge_standards
from backend_agent.verify.service import Place
from backend_agent.verify.verdict import compute_verdict
from backend_agent.world.clock import SystemClock
from backend_agent.world.files import ensure_folder
from backend_agent.world.process import Runner
from backend_agent.world.tree import Tree

# Writable folders → a session in which a service and the checks reach each other.
OpenSession = Callable[[tuple[Path, ...]], AbstractContextManager[Runner]]


# Outcomes by tree, below the caches.
KEPT = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Everything a verification needs.

    `worktree` is the tree after the change on disk, `tree` its files; `before`/`after` are the
    application read from both; `planned` are the routes that the plan adds (None: no plan, so the
    delta is told and not judged). `base` is None where there is no tree before the change.
    `folder` is the run's, `caches` are shared; both are outside of the worktree. `env_file` is the text of
    the user's own settings; `leave_out` are kinds of checks not to run (they count as not run).
    `tree_id` names the content of `tree`, "" = nothing of it is kept. `account` is what a language model
    did that a verdict must know.
    """

    worktree: Path
    tree: Tree
    component: Component
    catalog: Catalog
    before: Application
    after: Application
    changes: tuple[FileChange, ...]
    open_session: OpenSession
    folder: Path
    caches: Path
    base: BaseTree | None = None
    plan: Plan | None = None
    planned: tuple[RouteKey, ...] | None = None
    leaving: tuple[RouteKey, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    env_file: str = ""
    leave_out: frozenset[str] = frozenset()
    fail_fast: bool = False
    tree_id: str = ""
    account: Account = NO_ACCOUNT


def verify_change(judgement: Judgement, on_event: OnEvent = ignore_event) -> Verification:
    """Run everything and compute the verdict. It judges any change, ours or not, committed or not."""
    areas = find_areas(judgement.changes, judgement.component, judgement.after, judgement.catalog)
    with ExitStack() as stack:
        runner, ground = _lay_ground(
            judgement, judgement.worktree, judgement.tree, "after", stack, on_event
        )
        checks = _plan(judgement, judgement.tree, areas, judgement.after, ground)
        before = _open_before(judgement, ground, stack, on_event)
        bench = _bench(judgement, judgement.worktree, runner, ground, "")
        planned = (
            _plan(
                judgement, judgement.base.tree, replace(areas, tests=()), judgement.before, ground
            )
            if judgement.base
            else ()
        )
        with ThreadPoolExecutor(max_workers=1) as pool:
            heard = pool.submit(hear_routes, _case(judgement, ground), bench, before)
            ran = run_both(checks, planned, bench, before, judgement.changes, areas, on_event)
            hearing = heard.result()
        probed = _probe(judgement, areas, ground, bench, before, on_event)
        _keep_for_next(judgement, ran.outcomes, areas, ground)
    review = review_change(judgement.changes, judgement.after, judgement.catalog, judgement.tree)
    checked = (*ran.outcomes, probed.outcome)
    checked = mark_stale(checked) if _was_rewritten(judgement) else checked
    outcomes = (
        *checked,
        _judge_routes(judgement, hearing),
        review.outcome,
        *hold_to_plan(judgement.account),
    )
    verdict, headline = compute_verdict(
        outcomes,
        refusals=judgement.refusals,
        losses=ran.losses,
        stopped=judgement.account.stopped,
    )
    proof = Proof(
        tags=areas.tags,
        outcomes=outcomes,
        applied=dict(review.applied),
        plan=judgement.plan,
        answers=probed.answers,
    )
    return Verification(
        verdict=verdict,
        headline=headline,
        outcomes=outcomes,
        baseline=ran.baseline,
        routes=hearing.delta,
        rows=judge_standards(judgement.catalog, proof),
        sandbox=runner.level,
        prepared=(*ground.prepared, *ground.missing, *ground.unserved),
    )


def _keep_for_next(
    judgement: Judgement, outcomes: tuple[Outcome, ...], areas: Areas, ground: Ground
) -> None:
    """This tree is the one before the next change: what ran on it need not run again then."""
    if not judgement.tree_id:
        return
    done = {outcome.check: outcome for outcome in outcomes if not outcome.stale}
    plain = _plan(judgement, judgement.tree, replace(areas, tests=()), judgement.after, ground)
    for check in plain:
        if check.check in done:
            key = baseline_key(check, judgement.tree_id, ground.versions, ground.settings)
            keep_outcome(judgement.caches / KEPT, key, done[check.check])


def _lay_ground(
    judgement: Judgement, worktree: Path, tree: Tree, name: str, stack: ExitStack, on_event: OnEvent
) -> tuple[Runner, Ground]:
    step = f"ground-{name}"
    on_event(Event(phase="verify", step=step, state="started"))
    folder = judgement.folder / "ground" / name
    writable = (worktree, judgement.folder, judgement.caches)
    runner = stack.enter_context(judgement.open_session(writable))
    ground = prepare_ground(
        tree,
        worktree,
        judgement.component,
        judgement.catalog,
        runner,
        judgement.caches,
        folder,
        env_file=judgement.env_file,
        application=judgement.after,
    )
    stack.callback(ground.stop)
    troubles = (*ground.missing, *ground.unserved)
    detail = troubles[0] if troubles else "; ".join(ground.services)
    on_event(
        Event(phase="verify", step=step, state="failed" if troubles else "finished", detail=detail)
    )
    return runner, ground


def _plan(
    judgement: Judgement, tree: Tree, areas: Areas, application: Application, ground: Ground
) -> tuple[PlannedCheck, ...]:
    checks = plan_checks(
        tree, judgement.component, judgement.catalog, areas, application, ground.runners
    )
    return tuple(
        replace(check, skip="left out on request") if check.kind in judgement.leave_out else check
        for check in checks
    )


def _bench(
    judgement: Judgement, worktree: Path, runner: Runner, ground: Ground, prefix: str
) -> Bench:
    return Bench(
        worktree=worktree,
        runner=runner,
        folder=judgement.folder,
        environment=ground.environment,
        online=ground.online,
        programs=ground.programs,
        unserved=ground.unserved,
        missing=ground.missing,
        prefix=prefix,
        fail_fast=judgement.fail_fast,
    )


def _open_before(
    judgement: Judgement, ground: Ground, stack: ExitStack, on_event: OnEvent
) -> Before | None:
    base = judgement.base
    if base is None:
        return None

    def lay(worktree: Path, inner: ExitStack) -> Bench:
        runner, own = _lay_ground(judgement, worktree, base.tree, "before", inner, on_event)
        return _bench(judgement, worktree, runner, own, PREFIX)

    return Before(
        base,
        lay,
        kept=judgement.caches / KEPT,
        versions=ground.versions,
        settings=ground.settings,
        on_event=on_event,
        stack=stack,
    )


def _probe(
    judgement: Judgement,
    areas: Areas,
    ground: Ground,
    bench: Bench,
    before: Before | None,
    on_event: OnEvent,
) -> Probed:
    """After the checks, so that what it makes in a database disturbs none of them."""
    if CHECK in judgement.leave_out:
        return leave_probe("left out on request")
    if not areas.sources and not areas.touches("dependency", "settings", "start"):
        return leave_probe("the change touches nothing that the service runs")
    place = Place(
        root=judgement.worktree,
        tree=judgement.tree,
        component=judgement.component,
        catalog=judgement.catalog,
        runner=bench.runner,
        folder=ensure_folder(judgement.folder / "door" / "after"),
        environment=ground.environment,
        runners=ground.runners,
        application=judgement.after,
    )
    known = {route.key for route in judgement.before.routes}
    added = tuple(
        route.path
        for route in judgement.after.routes
        if route.key not in known and route.method == "POST"
    )
    subject = Subject(
        place=place,
        bench=bench,
        before=before,
        tree_before=judgement.base.tree if judgement.base else None,
        clock=SystemClock(),
        application_before=judgement.before,
        resources=added,
    )
    return probe_change(subject, on_event)


def _was_rewritten(judgement: Judgement) -> bool:
    """Whether a check changed the very files it judged: then it judged something else."""
    return any(
        (judgement.tree.read_bytes(change.path) if judgement.tree.exists(change.path) else None)
        != change.after
        for change in judgement.changes
    )


def _case(judgement: Judgement, ground: Ground) -> Case:
    return Case(
        component=judgement.component,
        catalog=judgement.catalog,
        before=judgement.before,
        after=judgement.after,
        tree=judgement.tree,
        tree_before=judgement.base.tree if judgement.base else None,
        planned=judgement.planned or (),
        leaving=judgement.leaving,
        runners=ground.runners,
    )


def _judge_routes(judgement: Judgement, hearing: Hearing) -> Outcome:
    examined = len({*(route.key for route in (*judgement.before.routes, *judgement.after.routes))})
    return judge_routes(
        hearing.delta,
        examined,
        planned=judgement.planned is not None,
        unresolved=len(judgement.after.unresolved),
        note=hearing.note,
    )
