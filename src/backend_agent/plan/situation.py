"""Everything a section of a plan is written from: the task, the facts, and the proposed change."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.application import Application, Route
from backend_agent.values.changes import ChangeSet, FileChange, RouteKey
from backend_agent.values.stack import Component, FoundTechnology, LayerRole, Stack
from backend_agent.values.task import AddResource, ResourceSpec, Task

ROLE_ORDER: tuple[LayerRole, ...] = (
    "models", "migrations", "schemas", "repositories", "services", "routes", "registration",
    "fixtures", "tests",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A route to add and the existing one it is written after (None: none has that form)."""

    new: RouteKey
    old: Route | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`twins` has one element per route to add."""

    task: Task
    stack: Stack
    component: Component
    application: Application
    proposal: ChangeSet
    twins: tuple[Twin, ...] = ()

    @property
    def resource(self) -> ResourceSpec | None:
        operation = self.task.operation
        return operation.resource if isinstance(operation, AddResource) else None


def role_of(path: str, component: Component) -> LayerRole | None:
    """The layer of a path: its own, else the one that most files of its folder have."""
    own = next((layer.role for layer in component.layers if path in layer.paths), None)
    if own:
        return own
    folder = path.rpartition("/")[0]
    counts = {
        layer.role: sum(other.rpartition("/")[0] == folder for other in layer.paths)
        for layer in component.layers
    }
    best = max(counts, key=lambda role: counts[role], default=None)
    return best if best and counts[best] else None


def order_changes(changes: tuple[FileChange, ...], component: Component) -> tuple[FileChange, ...]:
    """From what others stand on to what stands on it; unknown layers last, before tests."""
    places: dict[LayerRole | None, int] = {role: at for at, role in enumerate(ROLE_ORDER)}
    places[None] = places["fixtures"]
    return tuple(
        sorted(changes, key=lambda change: (places[role_of(change.path, component)], change.path))
    )


def say_technology(found: FoundTechnology) -> str:
    """`Title version (where it was seen)`, each part only when it is known."""
    version = f" {found.version}" if found.version else ""
    where = f" ({found.evidence[0]})" if found.evidence else ""
    return f"{found.title}{version}{where}"


def join_names(names: tuple[str, ...]) -> str:
    """`a`, `b` and `c`, each as code."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
