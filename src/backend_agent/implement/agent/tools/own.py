"""Our own engines as tools: facts, advice, resources, fields, recipes, the review, the probe, the proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.text import cut_middle, mark_data
from backend_agent.values.changes import ChangeSet
from backend_agent.values.task import AddCapability, Operation, RemoveField, RemoveResource

FIELD_GRAMMAR = (
    "name:type[/args][:optional|unique|index|min=N|max=N|default=V]; types string text int bigint"
    " decimal money float bool date datetime uuid enum/a,b json email url ref/Name"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    resource: Annotated[str, "only this one"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    area: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    name: Annotated[str, "id, title or package"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewResource:
    name: Annotated[str, "singular"]
    fields: Annotated[tuple[str, ...], FIELD_GRAMMAR]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFields:
    resource: Annotated[str, "one that is there"]
    fields: Annotated[tuple[str, ...], "as add_resource takes them"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OldResource:
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFields:
    resource: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCapability:
    name: Annotated[str, "e.g. health-probes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    only: Annotated[tuple[str, ...], "ids of checks; none for the quick run"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    prompt: Annotated[str, "one question, whole: the other sees nothing of this conversation"]
    description: str = ""
    subagent_type: str = ""


def agent_tool(_bench: Bench, given: Question) -> Done:
    """The question as it is handed over; the loop has it answered."""
    return Done(text=given.prompt, is_error=not given.prompt.strip())


def detect_tool(bench: Bench, _given: Nothing) -> Done:
    return Done(text=mark_data("detect", bench.skills.detect()))


def similar_tool(bench: Bench, given: Similar) -> Done:
    return Done(text=mark_data("similar files", bench.skills.similar_files(given.resource)))


def standards_tool(bench: Bench, given: Rows) -> Done:
    return Done(text=bench.skills.standards(given.area, given.ids))


def advice_tool(bench: Bench, given: Named) -> Done:
    return Done(text=cut_middle(bench.skills.technology_advice(given.name)))


def resource_tool(bench: Bench, given: NewResource) -> Done:
    operation = bench.skills.add_resource((given.name, *given.fields))
    return _carry_out(bench, operation)


def field_tool(bench: Bench, given: NewFields) -> Done:
    operation = bench.skills.add_field((given.resource, *given.fields))
    return _carry_out(bench, operation)


def remove_resource_tool(bench: Bench, given: OldResource) -> Done:
    return _carry_out(bench, RemoveResource(name=given.name))


def remove_field_tool(bench: Bench, given: OldFields) -> Done:
    return _carry_out(bench, RemoveField(resource=given.resource, names=given.names))


def capability_tool(bench: Bench, given: NewCapability) -> Done:
    return _carry_out(bench, AddCapability(name=given.name))


def review_tool(bench: Bench, _given: Nothing) -> Done:
    return Done(text=mark_data("review", cut_middle(bench.skills.review(bench.changes))))


def probe_tool(bench: Bench, given: Questions) -> Done:
    told = bench.mask(bench.skills.probe(given.only))
    return Done(text=mark_data("probe", cut_middle(told)))


def verify_tool(bench: Bench, _given: Nothing) -> Done:
    return Done(text=mark_data("verify", cut_middle(bench.skills.verify(bench.changes))))


def _carry_out(bench: Bench, operation: Operation) -> Done:
    """The engine's change on top of what is there, written at once; what it refused is told."""
    made = bench.skills.propose(operation, bench.changes)
    refused = [f"refused: {each.subject}: {each.reason}" for each in made.refusals]
    refused += [f"  by hand: {each.snippet}" for each in made.refusals if each.snippet]
    if not made.changes:
        told = refused or [f"so already: {', '.join(made.already) or 'all of it'}"]
        return Done(text="\n".join(told), is_error=bool(refused))
    bench.worktree.write(ChangeSet(changes=made.changes))
    lines = [f"{change.action} {change.path}: {change.purpose}" for change in made.changes]
    return Done(text="\n".join((*lines, *refused)), changed=made.changes)
