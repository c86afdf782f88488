"""The program on one page: detect → plan → implement → verify ⇄ repair → deliver."""

from __future__ import annotations

from backend_agent.desk import Desk
from backend_agent.mending import blame_fixes, take_back_fixes
from backend_agent.site import Site
from backend_agent.track import StepDoor, Track
from backend_agent.trials import list_trials, try_choice
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.delivery import Delivery
from backend_agent.values.run import RunRequest
from backend_agent.values.stack import Component, Stack
from backend_agent.values.task import FixFindings, Task
from backend_agent.values.verification import Verification

MOST_REPAIRS = 2


def run_request(request: RunRequest, site: Site, step: StepDoor) -> Delivery:
    """A task through all phases, or (no task) the judgement of the tree as it is.

    Each `track(…)` is one durable step: recorded when it has ended and never done again. One that is cut
    short begins by settling the worktree to what was recorded before it, so it may run twice.
    """
    track = Track(step, site.clock, site.on_event)
    if request.task is None:
        return judge_tree(site, track)
    return run_task(request.task, site, track)


def run_task(task: Task, site: Site, track: Track) -> Delivery:
    """From a task to a verified change. Nothing in the user's tree is touched."""
    stack = track("detect", "stack", site.detect, task)
    component = site.choose_component(stack)
    before = track("detect", "application", site.read_before, task, component)
    plan = track("plan", "plan", site.make_plan, task, stack, component, before)

    desk = site.open_desk(plan, component, before, track)

    changes = ChangeSet()
    for unit in plan.steps:
        if unit.maker == "agent":
            changes = desk.work(unit, changes)  # its every turn is a step of its own
        else:
            changes = track(
                "implement", unit.title, site.implement, unit, changes, component, before
            )
    if desk.excess:
        raise site.deliver_stopped(task, stack, changes, desk)
    if not changes.changes:
        return deliver_nothing(site, track, task, stack, desk)
    changes = track(
        "implement", "Tidy by the project's own tools", site.tidy, changes, component, before
    )

    fixing = task.operation if isinstance(task.operation, FixFindings) else None
    verification = check_change(site, track, desk, changes, component, before, "checks")
    changes, verification = try_choices(site, track, desk, changes, component, before, verification)
    for attempt in range(1, MOST_REPAIRS + 1):
        repairs = site.find_repairs(verification, changes)
        blamed = fixing is not None and bool(blame_fixes(verification, changes))
        helped = repairs or blamed or desk.can_repair(verification)
        if verification.verdict != "unverified" or not helped:
            break
        if repairs:
            changes = track(
                "implement", f"repair {attempt}", site.repair, repairs, changes, component, before
            )
        elif fixing is not None and blamed:
            fixing, changes = track(
                "implement", f"take back {attempt}", take_back_fixes, fixing, verification, changes,
                site.propose,
            )  # fmt: skip
            if not changes.changes:
                return deliver_nothing(site, track, task, stack, desk, changes)
            changes = track("implement", f"tidy {attempt}", site.tidy, changes, component, before)
        else:
            changes = desk.repair(verification, changes)
        if desk.excess:
            raise site.deliver_stopped(task, stack, changes, desk)
        verification = check_change(
            site, track, desk, changes, component, before, f"checks after repair {attempt}"
        )
    return track(
        "deliver", "report", site.deliver, task, stack, desk.tell_plan(), changes, verification,
        track.times, desk.usage,
    )  # fmt: skip


def try_choices(
    site: Site,
    track: Track,
    desk: Desk,
    changes: ChangeSet,
    component: Component,
    before: Application,
    verification: Verification,
) -> tuple[ChangeSet, Verification]:
    """What the repository leaves open, another way, where its own checks refuse the first."""
    for trial in list_trials(changes, verification):
        tried = track(
            "implement", trial.title, try_choice, trial, site, desk.plan, component, before
        )
        judged = check_change(site, track, desk, tried, component, before, f"checks: {trial.title}")
        if judged.verdict != "unverified":
            return tried, judged
    return changes, verification


def deliver_nothing(
    site: Site,
    track: Track,
    task: Task,
    stack: Stack,
    desk: Desk,
    taken: ChangeSet | None = None,
) -> Delivery:
    """Nothing was changed, or all that was is `taken` back."""
    return track(
        "deliver", "report", site.deliver_nothing, task, stack, desk.tell_plan(), desk.stopped,
        desk.usage, taken,
    )  # fmt: skip


def check_change(
    site: Site,
    track: Track,
    desk: Desk,
    changes: ChangeSet,
    component: Component,
    before: Application,
    name: str,
) -> Verification:
    """Verify, told what a language model did, where one worked."""
    account = desk.account(changes) if desk.is_used else None
    return track("verify", name, site.verify, desk.plan, changes, component, before, account)


def judge_tree(site: Site, track: Track) -> Delivery:
    """Somebody's change, committed or not, against the tree before it."""
    stack = track("detect", "stack", site.detect, None)
    component = site.choose_component(stack)
    changes = track("detect", "changes", site.read_given)
    before = track("detect", "application", site.read_base, component)
    verification = track("verify", "checks", site.verify, None, changes, component, before)
    return track(
        "deliver", "report", site.deliver, None, stack, None, changes, verification, track.times
    )
