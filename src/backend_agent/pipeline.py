"""The program on one page: detect → plan → implement → verify ⇄ repair → deliver."""

from __future__ import annotations

from backend_agent.site import Site
from backend_agent.track import StepDoor, Track
from backend_agent.values.changes import ChangeSet
from backend_agent.values.delivery import Delivery
from backend_agent.values.run import RunRequest
from backend_agent.values.task import Task

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

    changes = ChangeSet()
    for unit in plan.steps:
        changes = track("implement", unit.title, site.implement, unit, changes, component, before)
    if not changes.changes:
        return track("deliver", "report", site.deliver_nothing, task, stack, plan)
    changes = track(
        "implement", "Tidy by the project's own tools", site.tidy, changes, component, before
    )

    verification = track("verify", "checks", site.verify, plan, changes, component, before)
    for attempt in range(1, MOST_REPAIRS + 1):
        repairs = site.find_repairs(verification, changes)
        if verification.verdict != "unverified" or not repairs:
            break
        changes = track(
            "implement", f"repair {attempt}", site.repair, repairs, changes, component, before
        )
        verification = track(
            "verify",
            f"checks after repair {attempt}",
            site.verify,
            plan,
            changes,
            component,
            before,
        )
    return track(
        "deliver", "report", site.deliver, task, stack, plan, changes, verification, track.times
    )


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
