"""Proves recipes: from `before/` to `after/` to the byte, a second time nothing, or a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from backend_agent.catalog import Case, Catalog, list_recipe_cases
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.implement.recipes import add_capability
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.changes import ChangeSet
from backend_agent.values.proof import Proof, RecipeCase
from backend_agent.values.recipe import Recipe
from backend_agent.values.task import AddCapability
from backend_agent.world.tree import FolderTree, OverlayTree, Tree


def prove_recipes(scope: Scope) -> Proof:
    """Every recipe has a case, and each case comes out as its `after/` or its refusals say."""
    documents = scope.documents(Recipe)
    cases = list_recipe_cases(scope.root, RecipeCase)
    if not cases:
        absent = "there are no cases here" if documents else "there are no recipes here"
        return Proof(subject="recipes", absent=absent)
    findings = [
        find_fault("recipes", case.path, fault)
        for case in cases
        for fault in _judge_case(case, scope.catalog)
    ]
    shown = {case.path.rpartition("/cases/")[0] for case in cases}
    findings += [
        find_fault("recipes", document.path, "a recipe needs a case in cases/")
        for document in documents
        if document.path.rpartition("/")[0] not in shown
    ]
    return Proof(subject="recipes", proved=len(cases), findings=tuple(findings))


def _judge_case(case: Case[RecipeCase], catalog: Catalog) -> Iterator[str]:
    before, after = _part_of(case.tree, "before"), _part_of(case.tree, "after")
    change = _apply(before, case.expected, catalog)
    reasons = [refusal.reason for refusal in change.refusals]
    wanted = case.expected.refuses
    if wanted or reasons:
        for text in wanted:
            if not any(text in reason for reason in reasons):
                yield f"must refuse, because {text}"
        for reason in reasons:
            if not any(text in reason for text in wanted):
                yield f"refuses: {reason}"
        return
    for text in case.expected.already:
        if not any(text in sign for sign in change.already):
            yield f"must be there already: {text}"
    if case.expected.already and change.changes:
        yield "is there already, and yet changes files"
    result = OverlayTree(before, change.changes)
    yield from compare_trees(result, before if case.expected.already else after)
    again = _apply(result, case.expected, catalog)
    if again.changes or again.refusals:
        yield "a second application is not without effect"


def _apply(tree: Tree, case: RecipeCase, catalog: Catalog) -> ChangeSet:
    component = detect_stack(tree, catalog).components[0]
    application = read_application(tree, component, catalog)
    return add_capability(tree, component, application, catalog, AddCapability(name=case.name))


def _part_of(tree: FolderTree, part: str) -> FolderTree:
    prefix = f"{part}/"
    paths = (path.removeprefix(prefix) for path in tree.paths() if path.startswith(prefix))
    return FolderTree(tree.root / part, paths)


def compare_trees(result: Tree, wanted: Tree) -> Iterator[str]:
    made, expected = set(result.paths()), set(wanted.paths())
    for path in sorted(expected - made):
        yield f"{path} is not made"
    for path in sorted(made - expected):
        yield f"{path} is made, and not expected"
    for path in sorted(made & expected):
        if result.read_bytes(path) != wanted.read_bytes(path):
            yield f"{path} is not as expected"
