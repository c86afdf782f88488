"""From a task and the facts to a plan; the change itself is proposed by whoever can make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_agent.catalog import Catalog
from backend_agent.facts import keeps_revisions
from backend_agent.plan.grammar import write_field, write_resource
from backend_agent.plan.open_task import list_possibilities, plan_open_task
from backend_agent.plan.roles import Roles, read_roles
from backend_agent.plan.sections import fill_sections
from backend_agent.plan.sentence import find_inference
from backend_agent.plan.situation import Situation, Twin
from backend_agent.plan.twins import find_twins
from backend_agent.plan.work_items import plan_files
from backend_agent.syntax.nouns import read_noun
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.plan import Maker, Plan, PlannedFile, Step
from backend_agent.values.stack import Component, SimilarFiles, Stack
from backend_agent.values.task import (
    AddCapability,
    AddField,
    AddResource,
    FixFindings,
    Operation,
    RemoveField,
    RemoveResource,
    Task,
)

MOST_SIMILAR = 3


def make_plan(
    task: Task,
    stack: Stack,
    component: Component,
    application: Application,
    catalog: Catalog,
    propose: Callable[[Operation], ChangeSet],
) -> Plan:
    """The plan of the task in one component; `application` is read before any change.

    `propose` answers an operation with the change it would make, and writes nothing. A task
    without an operation gets a plan for a person, with `possible_with`. A change of one file
    carries no sections.
    """
    if task.operation is None:
        situation = Situation(
            task=task,
            stack=stack,
            component=component,
            application=application,
            proposal=ChangeSet(),
            roles=read_roles(component, application),
        )
        return plan_open_task(situation, find_inference(catalog), catalog)
    proposal = propose(task.operation)
    similar = _rank_similar(component, task.operation)
    situation = Situation(
        task=task,
        stack=stack,
        component=component,
        application=application,
        proposal=proposal,
        roles=_read_roles(component, application, task.operation, similar),
        twins=_find_twins(task.operation, proposal, application, similar),
        revised=keeps_revisions(component, application, catalog),
    )
    steps = _list_steps(situation, task.operation, catalog)
    ceremony = len(proposal.changes) != 1 or len(steps) > 1
    return Plan(
        task=task,
        component=component.path,
        steps=steps,
        sections=fill_sections(situation) if ceremony else (),
        similar=similar,
        refusals=proposal.refusals,
        ceremony=ceremony,
        possible_with=_list_ways(task.operation, proposal, catalog),
    )


def _list_ways(operation: Operation, proposal: ChangeSet, catalog: Catalog) -> tuple[str, ...]:
    """Nothing to add where something is done; else the nearest task that can be, then all."""
    if proposal.changes or proposal.already:
        return ()
    ways = list_possibilities(find_inference(catalog))
    if isinstance(operation, AddResource):
        refused = {refusal.subject for refusal in proposal.refusals}
        kept = tuple(field for field in operation.resource.fields if field.name not in refused)
        if kept and len(kept) < len(operation.resource.fields):
            command = write_resource(replace(operation.resource, fields=kept))
            return (f"without what was refused: `backend-agent add resource {command}`", *ways)
    if isinstance(operation, AddField):
        refused = {refusal.subject for refusal in proposal.refusals}
        kept = tuple(field for field in operation.fields if field.name not in refused)
        if kept and len(kept) < len(operation.fields):
            command = " ".join([operation.resource, *(write_field(field) for field in kept)])
            return (f"without what was refused: `backend-agent add field {command}`", *ways)
    return ways


def _read_roles(
    component: Component,
    application: Application,
    operation: Operation,
    similar: tuple[SimilarFiles, ...],
) -> Roles:
    if isinstance(operation, AddResource) and similar:
        exemplar = similar[0].resource
        return read_roles(component, application, operation.resource.name, exemplar)
    return read_roles(component, application)


def _find_twins(
    operation: Operation,
    proposal: ChangeSet,
    application: Application,
    similar: tuple[SimilarFiles, ...],
) -> tuple[Twin, ...]:
    """Only analogy writes routes after others; a recipe brings its own."""
    if not isinstance(operation, AddResource):
        return ()
    paths = frozenset(path for each in similar[:1] for layer in each.layers for path in layer.paths)
    return find_twins(proposal.routes_added, application.routes, paths)


def _rank_similar(component: Component, operation: Operation) -> tuple[SimilarFiles, ...]:
    """The three best, the one that was asked for first; where a resource is changed, itself."""
    if isinstance(operation, AddField | RemoveField | RemoveResource):
        changed = operation.name if isinstance(operation, RemoveResource) else operation.resource
        wanted = read_noun(changed)
        return tuple(each for each in component.similar if read_noun(each.resource) == wanted)
    like = operation.like if isinstance(operation, AddResource) else None
    ranked = sorted(component.similar, key=lambda each: each.resource != like)
    return tuple(ranked[:MOST_SIMILAR])


def _list_steps(situation: Situation, operation: Operation, catalog: Catalog) -> tuple[Step, ...]:
    """The change, then the migration that the project's own tool writes from it."""
    proposal = situation.proposal
    if not proposal.changes:
        return ()
    title, maker = _describe(operation)
    files = plan_files(situation)
    standards = _list_standards(situation, catalog)
    steps = [
        Step(
            id=maker,
            title=title,
            maker=maker,
            operation=operation,
            files=files,
            standards=standards,
        )
    ]
    tool = situation.component.technology("migration")
    if (
        proposal.alters_tables
        and tool
        and situation.revised
        and not _has_migration(situation, files)
    ):
        steps.append(
            Step(
                id="migration",
                title=f"Let {tool.title} write the migration of {_name_schema(proposal)}",
                maker="tool",
                standards=_known_standards(catalog, ("migration",)),
            )
        )
    return tuple(steps)


def _describe(operation: Operation) -> tuple[str, Maker]:
    if isinstance(operation, AddResource):
        like = f" like {operation.like}" if operation.like else ""
        return f"Add the resource {operation.resource.name}{like}", "analogy"
    if isinstance(operation, AddField):
        names = ", ".join(field.name for field in operation.fields)
        return f"Add {names} to the resource {operation.resource}", "analogy"
    if isinstance(operation, RemoveResource):
        return f"Remove the resource {operation.name}", "analogy"
    if isinstance(operation, RemoveField):
        names = ", ".join(operation.names)
        return f"Remove {names} from the resource {operation.resource}", "analogy"
    if isinstance(operation, AddCapability):
        return f"Add the capability {operation.name}", "recipe"
    if isinstance(operation, FixFindings):
        return f"Mend what the review found: {', '.join(operation.rules) or 'every rule'}", "fix"
    return f"Create the service {operation.name}", "blueprint"


def _name_schema(proposal: ChangeSet) -> str:
    """The tables that come and the columns that join others."""
    grown = (f"{each.table}.{each.name}" for each in proposal.columns_added)
    shrunk = (f"{each.table}.{each.name}" for each in proposal.columns_removed)
    indexed = (f"the index on {each.table}.{each.name}" for each in proposal.indexes_added)
    return ", ".join((*proposal.tables_added, *grown, *indexed, *proposal.tables_removed, *shrunk))


def _has_migration(situation: Situation, files: tuple[PlannedFile, ...]) -> bool:
    known = {
        path.rpartition("/")[0]
        for layer in situation.component.layers
        if layer.role == "migrations"
        for path in layer.paths
    }
    return any(file.path.rpartition("/")[0] in known for file in files)


def _list_standards(situation: Situation, catalog: Catalog) -> tuple[str, ...]:
    """The must-rows of the areas that the change touches."""
    proposal = situation.proposal
    tags = {"any"}
    if proposal.routes_added:
        tags |= {"route", "request-schema"}
    if proposal.alters_tables:
        tags |= {"model", "query"}
    if proposal.columns_added:
        tags |= {"request-schema"}
    return _known_standards(catalog, tuple(tags))


def _known_standards(catalog: Catalog, tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        standard.id
        for standard in catalog.standards
        if standard.level == "must" and set(standard.applies_when) & set(tags)
    )
