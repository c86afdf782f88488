"""Routes by two witnesses: what was read from the code, and what the running application tells."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.changes import RouteKey
from backend_agent.values.stack import Component
from backend_agent.values.verification import RouteDelta
from backend_agent.verify.before import Before
from backend_agent.verify.checks.run import Bench
from backend_agent.verify.checks.witness import Question, ask_routes, plan_question
from backend_agent.verify.oracle import compare_keys, compare_routes
from backend_agent.world.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Both applications as read, both trees (`tree_before` None: there is none before), the plan."""

    component: Component
    catalog: Catalog
    before: Application
    after: Application
    tree: Tree
    tree_before: Tree | None
    planned: tuple[RouteKey, ...]
    runners: tuple[tuple[str, ...], ...]
    leaving: tuple[RouteKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """`note` tells what the running application said, "" where it cannot be asked."""

    delta: RouteDelta
    note: str = ""


def hear_routes(case: Case, bench: Bench, before: Before | None) -> Hearing:
    """The code's delta where the application tells the same routes; else the application's own, for
    which the tree before must be asked too."""
    read = compare_routes(case.before, case.after, case.planned, case.leaving)
    question = _question(case, case.tree)
    if question is None:
        return Hearing(delta=read)
    told = ask_routes(question, bench)
    if isinstance(told, str):
        return Hearing(delta=read, note=told)
    shown = {route.key for route in case.after.routes if not route.hidden}
    if set(told) == shown:
        note = f"{question.application} tells the same {len(told)} operations"
        return Hearing(delta=read, note=note)
    gap = f"{question.application} tells {len(set(told) - shown)} more and {len(shown - set(told))} fewer than the code"
    earlier = _ask_before(case, before)
    if earlier is None:
        return Hearing(delta=read, note=gap)
    delta = compare_keys(
        (*earlier, *_hidden(case.before)),
        (*told, *_hidden(case.after)),
        case.planned,
        case.leaving,
    )
    return Hearing(delta=delta, note=f"{gap}; its word counts")


def _ask_before(case: Case, before: Before | None) -> tuple[RouteKey, ...] | None:
    if before is None or case.tree_before is None:
        return None
    question = _question(case, case.tree_before)
    told = ask_routes(question, before.bench()) if question else ""
    return None if isinstance(told, str) else told


def _question(case: Case, tree: Tree) -> Question | None:
    return plan_question(tree, case.component, case.catalog, case.runners)


def _hidden(application: Application) -> tuple[RouteKey, ...]:
    return tuple(route.key for route in application.routes if route.hidden)
