"""Questions that need no run: what is this, what would be done, what is meant, is the data right?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.implement import make_changes
from backend_agent.plan import make_plan, parse_resource
from backend_agent.plan import understand_task as understand
from backend_agent.plan.specification import read_specification as read_service
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet
from backend_agent.values.errors import InputError
from backend_agent.values.plan import Plan
from backend_agent.values.stack import Component, Stack
from backend_agent.values.task import AddResource, Operation, ResourceSpec, Task
from backend_agent.world.files import read_file
from backend_agent.world.folders import cache_home
from backend_agent.world.tree import Tree
from backend_agent.world.workspace import open_workspace

__all__ = [
    "detect_repository",
    "parse_resource",
    "plan_task",
    "read_specification",
    "understand_task",
]

Packs = tuple[Path, ...]


def open_catalog(packs: Packs = ()) -> Catalog:
    """Our data and the user's packs, through the index in the user's cache."""
    return load_catalog(packs, cache_home())


def detect_repository(path: Path, *, packs: Packs = ()) -> Stack:
    """The stack of the folder, with the evidence for every fact. Raises InputError."""
    return detect_stack(open_workspace(path).tree(), open_catalog(packs))


def understand_task(text: str, *, packs: Packs = ()) -> Task:
    """The words of `add …`, or a plain sentence that clearly means one; else a task without operation."""
    return understand(text, open_catalog(packs))


def read_specification(path: Path) -> tuple[ResourceSpec, ...]:
    """The resources of a `backend.yaml`. Raises InputError with the line, Refused for what is not built."""
    try:
        text = read_file(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}", hint="save it as UTF-8"
        ) from None
    return read_service(text, str(path)).resources


def plan_task(
    path: Path,
    task: Task,
    *,
    like: str | None = None,
    component: str | None = None,
    packs: Packs = (),
) -> Plan:
    """Every file, risk and decision of the task in the repository that `path` lies in; nothing is written."""
    catalog, workspace = open_catalog(packs), open_workspace(path)
    whole = workspace if workspace.top in (None, workspace.root) else open_workspace(workspace.top)
    tree = whole.tree()
    if like and isinstance(task.operation, AddResource):
        task = replace(task, operation=replace(task.operation, like=like))

    def look(at: Tree) -> tuple[Component, Application]:
        found = choose_component(detect_stack(at, catalog), component or "", workspace.prefix)
        return found, read_application(at, found, catalog)

    def propose(operation: Operation) -> ChangeSet:
        return make_changes(operation, tree, look, catalog)

    stack = detect_stack(tree, catalog)
    chosen = choose_component(stack, component or "", workspace.prefix)
    return make_plan(task, stack, chosen, read_application(tree, chosen, catalog), catalog, propose)
