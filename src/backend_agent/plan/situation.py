"""Everything a section of a plan is written from: the task, the facts, and the proposed change."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.plan.roles import Roles
from backend_agent.values.application import Application, Route
from backend_agent.values.changes import ChangeSet, FileChange, RouteKey
from backend_agent.values.stack import Component, FoundTechnology, Stack
from backend_agent.values.task import AddField, AddResource, ResourceSpec, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A route to add and the existing one it is written after (None: none has that form)."""

    new: RouteKey
    old: Route | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`twins` has one element per route to add by analogy; `revised` = the repository keeps the
    revisions of its database."""

    task: Task
    stack: Stack
    component: Component
    application: Application
    proposal: ChangeSet
    roles: Roles
    twins: tuple[Twin, ...] = ()
    revised: bool = True

    @property
    def resource(self) -> ResourceSpec | None:
        """The resource that is added, or the one that is there with the fields that it gains."""
        operation = self.task.operation
        if isinstance(operation, AddField):
            return ResourceSpec(name=operation.resource, fields=operation.fields)
        return operation.resource if isinstance(operation, AddResource) else None


def order_changes(situation: Situation) -> tuple[FileChange, ...]:
    """From what others stand on to what stands on it."""
    changes = situation.proposal.changes
    return tuple(sorted(changes, key=lambda each: (situation.roles.place(each.path), each.path)))


def say_technology(found: FoundTechnology) -> str:
    """`Title version (where it was seen)`, each part only when it is known."""
    version = f" {found.version}" if found.version else ""
    where = f" ({found.evidence[0]})" if found.evidence else ""
    return f"{found.title}{version}{where}"


def join_names(names: tuple[str, ...]) -> str:
    """`a`, `b` and `c`, each as code."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
