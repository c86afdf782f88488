"""What each tool does: the public API, called for the folder that the server was started for."""

from __future__ import annotations

import shlex
from collections import Counter

from backend_agent.mcp import answers
from backend_agent.mcp.arguments import (
    AppliedRun,
    AtFolder,
    ExactRun,
    Judge,
    Named,
    NewCapability,
    NewFields,
    NewResource,
    PlanTask,
    Rows,
    RunNames,
    ShownRun,
    Similar,
)
from backend_agent.mcp.place import Place
from backend_agent.values.advice import TechnologyAdvice
from backend_agent.values.delivery import Delivery
from backend_agent.values.errors import InputError
from backend_agent.values.event import OnEvent
from backend_agent.values.run import RunOptions
from backend_agent.values.task import AddCapability, AddField, AddResource, Task


def detect(place: Place, given: AtFolder, _on_event: OnEvent) -> answers.StackFacts:
    import backend_agent as api

    return answers.tell_stack(api.detect_repository(place.inside(given.path), packs=place.packs))


def similar_files(place: Place, given: Similar, _on_event: OnEvent) -> answers.SimilarResources:
    import backend_agent as api

    stack = api.detect_repository(place.inside(given.path), packs=place.packs)
    found = [similar for component in stack.components for similar in component.similar]
    if given.resource:
        wanted = given.resource.lower()
        known = ", ".join(each.resource for each in found) or "none"
        found = [each for each in found if each.resource.lower() == wanted]
        if not found:
            raise InputError(f"{given.resource}: no such resource here", hint=f"there are: {known}")
    return answers.SimilarResources(
        similar=tuple(answers.tell_similar(each) for each in found[: max(given.limit, 1)])
    )


def plan(place: Place, given: PlanTask, _on_event: OnEvent) -> answers.TaskPlan:
    import backend_agent as api

    task = api.understand_task(given.task, packs=place.packs)
    return answers.tell_plan(
        api.plan_task(
            place.inside(given.path),
            task,
            like=given.like or None,
            component=given.component or None,
            packs=place.packs,
        )
    )


def add_resource(place: Place, given: NewResource, on_event: OnEvent) -> answers.Delivered:
    import backend_agent as api

    words = (given.name, *given.fields)
    operation = AddResource(resource=api.parse_resource(words), like=given.like or None)
    command = shlex.join(["add", "resource", *words])
    task = Task(text=command, operation=operation, command=f"backend-agent {command}")
    return _start(place, given.path, task, place.options(component=given.component), on_event)


def add_field(place: Place, given: NewFields, on_event: OnEvent) -> answers.Delivered:
    import backend_agent as api

    asked = api.parse_resource((given.resource, *given.fields))
    command = shlex.join(["add", "field", given.resource, *given.fields])
    operation = AddField(resource=asked.name, fields=asked.fields)
    task = Task(text=command, operation=operation, command=f"backend-agent {command}")
    return _start(place, given.path, task, place.options(component=given.component), on_event)


def add_capability(place: Place, given: NewCapability, on_event: OnEvent) -> answers.Delivered:
    command = shlex.join(["add", "capability", given.name])
    task = Task(
        text=command,
        operation=AddCapability(name=given.name),
        command=f"backend-agent {command}",
    )
    return _start(place, given.path, task, place.options(component=given.component), on_event)


def _start(
    place: Place, path: str, task: Task, options: RunOptions, on_event: OnEvent
) -> answers.Delivered:
    import backend_agent as api

    delivery: Delivery = api.start_run(place.inside(path), task, options, on_event)
    return answers.tell_delivery(delivery, delivery.run)


def verify(place: Place, given: Judge, on_event: OnEvent) -> answers.Delivered:
    import backend_agent as api

    options = place.options(component=given.component, base=given.base)
    delivery = api.verify_repository(place.inside(given.path), options, on_event)
    return answers.tell_delivery(delivery, delivery.run)


def review(place: Place, given: Judge, _on_event: OnEvent) -> answers.Reviewed:
    import backend_agent as api

    outcome = api.review_repository(
        place.inside(given.path), base=given.base, component=given.component, packs=place.packs
    )
    return answers.tell_review(outcome)


def standards(place: Place, given: Rows, _on_event: OnEvent) -> answers.StandardRows:
    """The rows that fit every filter; without a filter only the areas, because all rows are many."""
    import backend_agent as api

    every = api.list_standards(packs=place.packs)
    counts = Counter(standard.area for standard in every)
    areas = tuple(f"{area} ({count})" for area, count in counts.items())
    if not (given.ids or given.area or given.touches):
        return answers.StandardRows(rows=(), areas=areas)
    wanted = {each.upper() for each in given.ids}
    rows = [
        standard
        for standard in every
        if (not wanted or standard.id in wanted)
        and (not given.area or standard.area.lower() == given.area.lower())
        and (not given.touches or given.touches in standard.applies_when)
    ]
    if not rows:
        tags = sorted({tag for standard in every for tag in standard.applies_when})
        raise InputError(
            "no standard fits", hint=f"areas: {', '.join(counts)}; tags: {', '.join(tags)}"
        )
    return answers.StandardRows(
        rows=tuple(answers.tell_standard(standard) for standard in rows), areas=()
    )


def technology_advice(place: Place, given: Named, _on_event: OnEvent) -> TechnologyAdvice:
    import backend_agent as api

    return api.advise_technology(given.name, packs=place.packs)


def run_status(place: Place, given: RunNames, _on_event: OnEvent) -> answers.RunStates:
    if given.run:
        return answers.RunStates(runs=(answers.tell_run(place.find_run(given.run)),))
    newest = place.runs()[: max(given.limit, 1)]
    return answers.RunStates(runs=tuple(answers.tell_run(record) for record in newest))


def show_run(place: Place, given: ShownRun, _on_event: OnEvent) -> answers.Delivered:
    import backend_agent as api

    record = place.find_run(given.run)
    return answers.tell_delivery(api.show_run(record.id), record.id, diffs=given.diffs)


def apply_run(place: Place, given: AppliedRun, _on_event: OnEvent) -> answers.Written:
    import backend_agent as api

    record = place.find_run(given.run, exact=True)
    applied = api.apply_run(record.id, unverified=given.unverified)
    return answers.Written(written=applied.written)


def undo_run(place: Place, given: ExactRun, _on_event: OnEvent) -> answers.Restored:
    import backend_agent as api

    undone = api.undo_run(place.find_run(given.run, exact=True).id)
    return answers.Restored(
        restored=undone.restored,
        left=tuple(f"{each.path}: {each.reason}" for each in undone.left),
    )
