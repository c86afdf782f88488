"""Finds in the repository what a recipe builds on, or says why it cannot go on."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass

from backend_agent.syntax.tree import Node, node_line, parse_source
from backend_agent.values.changes import Refusal
from backend_agent.values.recipe import Find, ModuleForm, Recipe
from backend_agent.values.stack import Component
from backend_agent.world.tree import Tree, read_text

CAPTURE = re.compile(r"\$([A-Z][A-Z_0-9]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a find matched: its file and line, by which pattern, and what the pattern captured."""

    path: str
    line: int
    pattern: str
    captures: tuple[tuple[str, str], ...]

    def variables(self) -> dict[str, str]:
        """What a template sees as `find.…`."""
        place = {"path": self.path, "folder": posixpath.dirname(self.path)}
        return place | dict(self.captures)


def find_places(
    recipe: Recipe, tree: Tree, component: Component
) -> tuple[dict[str, Found], tuple[Refusal, ...]]:
    """Every find of the recipe that matched exactly one file, and a refusal for each required one that
    did not: zero places and several places are both no answer."""
    places: dict[str, Found] = {}
    refusals = []
    sources = list_sources(tree, component, recipe.module)
    for find in recipe.finds:
        matches = _match_find(find, recipe, tree, component, sources)
        if len({found.path for found in matches}) == 1:
            places[find.name] = matches[0]
        elif _is_required(find, component):
            refusals.append(_explain(find, recipe, matches))
    return places, tuple(refusals)


def list_sources(tree: Tree, component: Component, module: ModuleForm) -> tuple[str, ...]:
    """The component's source files, tests left to the finds that name them by `within`."""
    prefix = f"{component.path}/" if component.path else ""
    return tuple(
        path for path in tree.paths() if path.startswith(prefix) and path.endswith(module.extension)
    )


def routes_folder(component: Component, fallback: str) -> str:
    """The folder that holds most of the route files, else the one of the application itself."""
    folders = Counter(
        posixpath.dirname(path)
        for layer in component.layers
        if layer.role == "routes"
        for path in layer.paths
    )
    return folders.most_common(1)[0][0] if folders else fallback


def _match_find(
    find: Find, recipe: Recipe, tree: Tree, component: Component, sources: tuple[str, ...]
) -> list[Found]:
    prefix = f"{component.path}/" if component.path else ""
    within = re.compile(find.within or r"^(?!(.*/)?tests?/)")
    chosen = [path for path in sources if within.search(path.removeprefix(prefix))]
    texts = {path: read_text(tree, path) for path in chosen}
    for pattern in find.patterns:
        # A cheap word test first: most files hold no match and need not be parsed.
        words = [word for word in re.findall(r"\w+", CAPTURE.sub(" ", pattern)) if len(word) > 2]
        matches = [
            Found(
                path=path,
                line=node_line(node),
                pattern=pattern,
                captures=_captures(pattern, node),
            )
            for path, text in texts.items()
            if all(word in text for word in words)
            for node in parse_source(text, recipe.language).find_all(pattern=pattern)
            if not find.importable or _is_importable(pattern, node)
        ]
        if matches:
            return matches
    return []


def _is_importable(pattern: str, node: Node) -> bool:
    """Whether other files can import what was captured: a plain name, and no block around it."""
    above = node.parent()
    # Between a match and its file stands at most the statement that wraps it.
    around = [above, above.parent()] if above is not None else []
    top = any(each is not None and each.parent() is None for each in around)
    return top and all(text.isidentifier() for _, text in _captures(pattern, node))


def _captures(pattern: str, node: Node) -> tuple[tuple[str, str], ...]:
    found = []
    for name in dict.fromkeys(CAPTURE.findall(pattern)):
        captured = node.get_match(name)
        if captured is not None:
            found.append((name, captured.text()))
    return tuple(found)


def _is_required(find: Find, component: Component) -> bool:
    if find.required:
        return True
    present = component.technology_ids() | {found.kind for found in component.technologies}
    return any(need in present for need in find.required_with)


def _explain(find: Find, recipe: Recipe, matches: list[Found]) -> Refusal:
    if not matches:
        reason = f"no file has {' or '.join(f'`{pattern}`' for pattern in find.patterns)}"
    else:
        reason = "several files have it: " + ", ".join(
            f"{each.path}:{each.line}" for each in matches[:4]
        )
    return Refusal(subject=f"{recipe.title}: {find.name}", reason=f"{find.reason}; {reason}")
