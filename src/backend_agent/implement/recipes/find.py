"""Finds in the repository what a recipe builds on, or says why it cannot go on."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass

from backend_agent.syntax.tree import Node, node_line, parse_source
from backend_agent.values.changes import Refusal
from backend_agent.values.recipe import Find, ModuleForm, Recipe
from backend_agent.values.stack import Component, LayerRole
from backend_agent.world.tree import Tree, read_text

CAPTURE = re.compile(r"\$([A-Z][A-Z_0-9]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a find matched: its file and line, by which pattern, and what the pattern captured."""

    path: str
    line: int
    pattern: str
    captures: tuple[tuple[str, str], ...]
    importable: bool

    def variables(self) -> dict[str, str]:
        """What a template sees as `find.…`."""
        place = {"path": self.path, "folder": posixpath.dirname(self.path)}
        return place | dict(self.captures)


def find_places(
    recipe: Recipe, tree: Tree, component: Component
) -> tuple[dict[str, Found], tuple[Refusal, ...]]:
    """Every find of the recipe that has one match, and a refusal for each required one that has not: zero
    places and several places are both no answer."""
    places: dict[str, Found] = {}
    refusals = []
    edited = {each.into for each in recipe.inserts} | {each.into for each in recipe.imports}
    for find in recipe.finds:
        matches = match_patterns(find, recipe, tree, component)
        if (find.many and matches) or _is_clear(matches, edited=find.name in edited):
            places[find.name] = matches[0]
        elif _is_required(find, component) and places.keys().isdisjoint(find.unless):
            refusals.append(_explain(find, recipe, matches))
    return places, tuple(refusals)


def list_sources(tree: Tree, component: Component, module: ModuleForm) -> tuple[str, ...]:
    """The component's source files, tests left to the finds that name them by `within`."""
    prefix = f"{component.path}/" if component.path else ""
    return tuple(
        path for path in tree.paths() if path.startswith(prefix) and path.endswith(module.extension)
    )


def fullest_folder(component: Component, role: LayerRole) -> str:
    """The folder that holds most of the files of the role, "" where there are none."""
    folders = Counter(posixpath.dirname(path) for path in _list_role(component, role))
    return folders.most_common(1)[0][0] if folders else ""


def tests_folder(component: Component) -> str:
    """The uppermost folder that is the tests' alone, above most of them; "" where there are no tests."""
    others = [
        path
        for layer in component.layers
        if layer.role not in ("tests", "fixtures")
        for path in layer.paths
    ]
    folder = fullest_folder(component, "tests")
    while above := posixpath.dirname(folder):
        if above == component.path or any(path.startswith(f"{above}/") for path in others):
            break
        folder = above
    return folder


def _list_role(component: Component, role: LayerRole) -> list[str]:
    return [path for layer in component.layers if layer.role == role for path in layer.paths]


def is_beside(needs: tuple[str, ...], component: Component) -> bool:
    """Whether the component has a technology of one of the kinds or ids; always where none is named."""
    present = component.technology_ids() | {found.kind for found in component.technologies}
    return not needs or not present.isdisjoint(needs)


def match_patterns(find: Find, recipe: Recipe, tree: Tree, component: Component) -> list[Found]:
    """The matches of the first pattern that has any that the find accepts."""
    prefix = f"{component.path}/" if component.path else ""
    accepted = re.compile(find.within or r"^(?!(.*/)?tests?/)")
    holding = re.compile(find.holding)
    texts = {
        path: read_text(tree, path)
        for path in list_sources(tree, component, recipe.module)
        if accepted.search(path.removeprefix(prefix))
    }
    for pattern in find.patterns:
        # A cheap word test first: most files hold no match and need not be parsed.
        words = [word for word in re.findall(r"\w+", CAPTURE.sub(" ", pattern)) if len(word) > 2]
        matches = [
            found
            for path, text in texts.items()
            if all(word in text for word in words)
            for node in parse_source(text, recipe.language).find_all(pattern=pattern)
            if holding.search(node.text())
            and (
                (found := _make_found(path, pattern, node, recipe.module)).importable
                or not find.importable
            )
        ]
        if matches:
            return matches
    return []


def _make_found(path: str, pattern: str, node: Node, form: ModuleForm) -> Found:
    captures = _captures(pattern, node)
    above = node.parent()
    while above is not None and above.kind() in form.wrappers:
        above = above.parent()
    # What another file can import: a plain name, at the top of its own.
    top = above is None or above.parent() is None
    return Found(
        path=path,
        line=node_line(node),
        pattern=pattern,
        captures=captures,
        importable=top and all(text.isidentifier() for _, text in captures),
    )


def _is_clear(matches: list[Found], *, edited: bool) -> bool:
    """One file and one name; for what is edited also one place, or one of two branches would be left."""
    if edited and len(matches) > 1:
        return False
    return len({(found.path, found.captures) for found in matches}) == 1


def _captures(pattern: str, node: Node) -> tuple[tuple[str, str], ...]:
    found = []
    for name in dict.fromkeys(CAPTURE.findall(pattern)):
        captured = node.get_match(name)
        if captured is not None:
            found.append((name, captured.text()))
    return tuple(found)


def _is_required(find: Find, component: Component) -> bool:
    return find.required or (bool(find.required_with) and is_beside(find.required_with, component))


def _explain(find: Find, recipe: Recipe, matches: list[Found]) -> Refusal:
    shown = ", ".join(f"{each.path}:{each.line}" for each in matches[:4])
    if not matches:
        where = ", at its top and under a plain name," if find.importable else ""
        reason = f"no file has{where} {' or '.join(f'`{pattern}`' for pattern in find.patterns)}"
    elif len({each.path for each in matches}) > 1:
        reason = f"several files have it: {shown}"
    else:
        reason = f"the file has it several times: {shown}"
    return Refusal(subject=f"{recipe.title}: {find.name}", reason=f"{find.reason}; {reason}")
