"""The plan of a task that no engine does: where a person would look, and what could go wrong."""

from __future__ import annotations

from backend_agent.catalog import Catalog
from backend_agent.plan.concerned import ConcernedFile, find_concerned, search_words
from backend_agent.plan.situation import Situation, join_names, say_technology
from backend_agent.plan.work_items import list_architecture
from backend_agent.values.application import Entity, Route
from backend_agent.values.inference import Inference
from backend_agent.values.plan import Plan, PlannedFile, Section, SectionId, Step
from backend_agent.values.stack import SimilarFiles

MOST_NAMED = 5


def plan_open_task(situation: Situation, words: Inference, catalog: Catalog) -> Plan:
    """Files with evidence, similar code, risks, and what would make the task possible."""
    task, component = situation.task, situation.component
    searched = search_words(task.text, words.ignored)
    concerned = find_concerned(task.text, searched, component, situation.application)
    files = tuple(
        PlannedFile(path=each.path, action="modify", purpose="likely: " + "; ".join(each.reasons))
        for each in concerned
    )
    step = Step(id="by-hand", title=f"By hand: {task.text}", maker="none", files=files)
    ceremony = not (len(concerned) == 1 and concerned[0].named)
    return Plan(
        task=task,
        component=component.path,
        steps=(step,),
        sections=_fill_sections(situation, concerned, searched, words, catalog) if ceremony else (),
        similar=_similar(situation, concerned),
        ceremony=ceremony,
        possible_with=list_possibilities(words),
    )


def list_possibilities(words: Inference) -> tuple[str, ...]:
    """What would let an engine do something, in the words of the commands."""
    capabilities = ", ".join(each.id for each in words.capabilities)
    return (
        ("a new resource, said with its fields: `backend-agent add resource NAME FIELD:TYPE …` "
        "(`--like NAME` chooses what it is written after)"),
        *((f"a capability: `backend-agent add capability NAME`, one of {capabilities}",)
          if capabilities else ()),
        ("anything bespoke: `backend-agent run TASK --llm sonnet`, with a key and the extra `llm` "
        "(`pip install 'backend-agent[llm]'`), or a person"),
    )  # fmt: skip


def _similar(
    situation: Situation, concerned: tuple[ConcernedFile, ...]
) -> tuple[SimilarFiles, ...]:
    """Resources that share a file with what is concerned come first; three at most."""
    paths = {each.path for each in concerned}

    def shared(similar: SimilarFiles) -> int:
        return sum(path in paths for layer in similar.layers for path in layer.paths)

    ranked = sorted(situation.component.similar, key=lambda each: (-shared(each), -each.score))
    return tuple(ranked[:3])


def _fill_sections(
    situation: Situation,
    concerned: tuple[ConcernedFile, ...],
    searched: frozenset[str],
    words: Inference,
    catalog: Catalog,
) -> tuple[Section, ...]:
    paths = {each.path for each in concerned}
    reasons = {reason for each in concerned for reason in each.reasons}
    routes = tuple(
        route
        for route in situation.application.routes
        if any(reason.startswith(f"{route.key},") for reason in reasons)
    )
    models = tuple(
        model
        for model in situation.application.models
        if model.evidence.path in paths and any(f" {model.name}," in reason for reason in reasons)
    )
    nothing = "no word of the task was found in routes, models, settings or file names"
    filled: tuple[tuple[SectionId, tuple[str, ...], str], ...] = (
        ("sub-tasks", _sub_tasks(situation, concerned), nothing),
        ("files", tuple(f"`{c.path}`: {'; '.join(c.reasons)}" for c in concerned), nothing),
        ("dependencies", _dependencies(situation, searched, words, catalog),
         "the task speaks of no kind of package"),
        ("edge-cases", _edge_cases(models), "no model is concerned"),
        ("errors", _errors(routes), "no route is concerned"),
        ("migrations", _migrations(situation, models), "no model is concerned"),
        ("compatibility", _compatibility(routes), "no route is concerned"),
        ("security", _security(routes), "no route is concerned"),
        ("architecture", list_architecture(situation), "the component was not examined"),
    )  # fmt: skip
    return tuple(
        Section(id=id_, items=items) if items else Section(id=id_, none_because=reason)
        for id_, items, reason in filled
    )


def _sub_tasks(situation: Situation, concerned: tuple[ConcernedFile, ...]) -> tuple[str, ...]:
    if not concerned:
        return ()
    component = situation.component
    tests = [path for layer in component.layers if layer.role == "tests" for path in layer.paths]
    lines = ["read " + join_names(tuple(each.path for each in concerned[:MOST_NAMED]))]
    place = f" beside `{tests[0]}`" if tests else "; no test of this component was found"
    lines.append(f"write a test that fails today{place}")
    inner = [each.path for each in concerned if situation.roles.find(each.path) != "tests"]
    if inner:
        lines.append(f"make it pass in {join_names(tuple(inner[:MOST_NAMED]))}")
    checks = [" ".join(command.argv) for command in component.commands if command.kind == "test"]
    lines.append("run " + (f"`{checks[0]}`" if checks else "the tests") + " and the other checks")
    return tuple(f"{at}. {line}" for at, line in enumerate(lines, start=1))


def _dependencies(
    situation: Situation, searched: frozenset[str], words: Inference, catalog: Catalog
) -> tuple[str, ...]:
    lines = []
    component = situation.component
    for concern in words.concerns:
        if not searched & set(concern.words):
            continue
        found = component.technology(concern.kind)
        if found:
            lines.append(f"{concern.kind}: {say_technology(found)} is here: use it first")
            continue
        choices = [
            each.title
            for each in catalog.technologies_of(concern.kind)
            if each.language in ("", component.language) and each.status.state == "active"
        ]
        known = f"; maintained ones: {', '.join(choices[:3])}" if choices else ""
        lines.append(f"{concern.kind}: nothing of this kind is here{known}")
    return tuple(lines)


def _edge_cases(models: tuple[Entity, ...]) -> tuple[str, ...]:
    lines = []
    for model in models:
        empty = tuple(each.name for each in model.attributes if each.nullable)
        unique = tuple(each.name for each in model.attributes if each.unique)
        if empty:
            lines.append(f"rows of `{model.table}` in which {join_names(empty)} is null")
        if unique:
            lines.append(f"two rows of `{model.table}` with the same {join_names(unique)}")
    return tuple(lines)


def _errors(routes: tuple[Route, ...]) -> tuple[str, ...]:
    return tuple(
        f"{route.key} answers {route.status} today ({route.evidence}); every other status it can "
        "give must stay or be named"
        for route in routes[:MOST_NAMED]
    )


def _migrations(situation: Situation, models: tuple[Entity, ...]) -> tuple[str, ...]:
    if not models:
        return ()
    tool = situation.component.technology("migration")
    names = join_names(tuple(model.table for model in models))
    made = f"a migration of {say_technology(tool)}" if tool else "a migration by hand"
    return (
        f"if a column of {names} changes: {made}, with a way back",
        "a new required column needs a default, or rows that exist break; a rename takes two releases",
    )


def _compatibility(routes: tuple[Route, ...]) -> tuple[str, ...]:
    if not routes:
        return ()
    names = ", ".join(str(route.key) for route in routes[:MOST_NAMED])
    return (f"clients call {names} today: a changed path, field or status breaks them",)


def _security(routes: tuple[Route, ...]) -> tuple[str, ...]:
    return tuple(
        f"{route.key} is guarded by {join_names(route.access_guards)}: keep it"
        if route.access_guards
        else f"{route.key}: nothing that asks who is calling was found ({route.evidence})"
        for route in routes[:MOST_NAMED]
    )
