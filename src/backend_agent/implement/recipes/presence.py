"""Whether a capability is there already: by routes and by what stands in the sources."""

from __future__ import annotations

import re

from backend_agent.implement.recipes.find import match_patterns
from backend_agent.values.application import Application
from backend_agent.values.changes import Refusal
from backend_agent.values.recipe import Find, Presence, Recipe
from backend_agent.values.stack import Component
from backend_agent.world.tree import Tree


def split_presence(
    recipe: Recipe, tree: Tree, component: Component, application: Application
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parts that are there, each with its evidence, and the titles of those that are not."""
    there, absent = [], []
    for sign in recipe.present:
        shown = _find_route(sign, application) or _find_source(sign, recipe, tree, component)
        if shown:
            there.append(f"{sign.title}: {shown}")
        else:
            absent.append(sign.title)
    return tuple(there), tuple(absent)


def refuse_half(recipe: Recipe, there: tuple[str, ...], absent: tuple[str, ...]) -> Refusal:
    """The refusal for a repository that has its own way for a part."""
    return Refusal(
        subject=recipe.title,
        reason=f"the repository has its own way for a part of it ({'; '.join(there)}), but not for "
        f"{', '.join(absent)}; a second way beside it would be worse than extending yours",
    )


def _find_route(sign: Presence, application: Application) -> str:
    for route in application.routes:
        if route.method == sign.method and any(
            re.fullmatch(path, route.path) for path in sign.paths
        ):
            return f"{route.method} {route.path} ({route.evidence})"
    return ""


def _find_source(sign: Presence, recipe: Recipe, tree: Tree, component: Component) -> str:
    find = Find(name=sign.title, patterns=sign.patterns, within=sign.within)
    matches = match_patterns(find, recipe, tree, component)
    return f"{matches[0].path}:{matches[0].line}" if matches else ""
