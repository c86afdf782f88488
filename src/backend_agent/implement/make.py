"""The makers of a change, one signature: analogy, recipes, blueprints, fixes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from backend_agent.catalog import Catalog
from backend_agent.catalog.blueprints import load_blueprint
from backend_agent.implement.analogy import (
    add_field,
    add_resource,
    remove_field,
    remove_resource,
)
from backend_agent.implement.blueprint import copy_blueprint
from backend_agent.implement.fixes import Reviewer, fix_findings
from backend_agent.implement.generators import find_generators, tell_generators
from backend_agent.implement.recipes import add_capability
from backend_agent.implement.take_back import reverse_fields, reverse_resource
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, merge_changes
from backend_agent.values.ledger import Past
from backend_agent.values.stack import Component
from backend_agent.values.task import (
    AddCapability,
    AddField,
    AddResource,
    CreateService,
    FixFindings,
    Operation,
    RemoveField,
    RemoveResource,
)
from backend_agent.world.tree import OverlayTree, Tree

Look = Callable[[Tree], tuple[Component, Application]]
"""Detects and reads a tree: what the phases before this one do."""


def make_changes(
    operation: Operation,
    tree: Tree,
    look: Look,
    catalog: Catalog,
    past: Past,
    reviewer: Reviewer | None = None,
) -> ChangeSet:
    """The change that the operation means on this tree; pure, nothing is written. `past` is asked
    only where something is to be taken out, `reviewer` only where findings are to be mended.

    A new service is made in layers: the blueprint, then each capability, then each resource, every one
    on the tree that the ones before it left. A refused layer keeps what was made so far.
    """
    if isinstance(operation, CreateService):
        made = copy_blueprint(load_blueprint(operation.stack), operation.name)
        for part in list_parts(operation):
            below = OverlayTree(tree, made.changes)
            made = merge_changes(made, make_changes(part, below, look, catalog, past))
        return made
    component, application = look(tree)
    if isinstance(operation, FixFindings):
        assert reviewer is not None
        return fix_findings(tree, component, application, catalog, operation, reviewer)

    def read_again(changed: Tree) -> Application:
        return look(changed)[1]

    if isinstance(operation, AddResource):
        made = add_resource(tree, component, application, catalog, operation, read_again)
        return tell_generators(made, find_generators(tree, component, catalog))
    if isinstance(operation, AddField):
        return add_field(tree, component, application, catalog, operation, read_again)
    if isinstance(operation, RemoveField):
        taken = partial(reverse_fields, tree, application, past, operation)
        return remove_field(tree, component, application, catalog, operation, taken)
    if isinstance(operation, RemoveResource):
        back = partial(reverse_resource, tree, application, past, operation)
        return remove_resource(tree, component, application, catalog, operation, read_again, back)
    return add_capability(tree, component, application, catalog, operation)


def list_parts(operation: CreateService) -> tuple[AddCapability | AddResource, ...]:
    """What is added to the blueprint: capabilities first, so that resources are written with them."""
    return (
        *(AddCapability(name=name) for name in operation.capabilities),
        *(AddResource(resource=resource) for resource in operation.resources),
    )
