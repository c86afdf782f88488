"""The two or three files that a task is best learnt from: of its role, near its resource, well made."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from statistics import median

from backend_agent.catalog import Catalog
from backend_agent.detect.layers import resource_stem, singular
from backend_agent.detect.sample import Texts
from backend_agent.values.errors import InputError
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Component, LayerRole, SimilarFile
from backend_agent.world.tree import Tree

MOST_FOUND = 3
MOST_READ = 60
# What speaks for a file: its role is asked for; it is about the resource; it only mentions it; its
# resource is one that runs through the layers; it is tested; it is of the usual size; it is real code.
ROLE, ABOUT, MENTIONED, SPREAD, TESTED, USUAL = 4.0, 6.0, 1.5, 2.0, 1.0, 1.0
# A file with fewer lines has little to teach.
FEWEST_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a task or a path asks for: roles (none = any), words of a resource, and the path itself."""

    roles: frozenset[LayerRole]
    resources: frozenset[str]
    path: str = ""


def find_similar_files(
    component: Component, asked: str, tree: Tree, catalog: Catalog
) -> tuple[SimilarFile, ...]:
    """At most MOST_FOUND, the best first. Raises InputError where no file of any layer is known."""
    layout, texts = catalog.documents(LayoutFormat)[0].value, Texts(tree)
    wanted = read_asked(component, asked, layout)
    roles = {path: layer.role for layer in component.layers for path in layer.paths}
    candidates = [
        (path, role)
        for path, role in roles.items()
        if path != wanted.path and (not wanted.roles or role in wanted.roles)
    ]
    if not candidates:
        raise InputError(
            f"{asked!r}: no file of a layer is known that could be like it",
            hint="name a layer (endpoint, service, model, test …) or a path: `detect` lists the layers",
        )
    lines = _count_lines(candidates, texts)
    tested = {resource_stem(path, layout) for path, role in roles.items() if role == "tests"}
    found = [
        _score(path, role, wanted, component, layout, texts, lines, tested)
        for path, role in candidates
    ]
    ranked = sorted(found, key=lambda each: (-each.score, each.path))
    return tuple(each for each in ranked[:MOST_FOUND] if each.reasons)


def read_asked(component: Component, asked: str, layout: LayoutFormat) -> Asked:
    """A path asks for files of its role and resource; words ask for what they name."""
    roles = {path: layer.role for layer in component.layers for path in layer.paths}
    path = posixpath.normpath(asked.strip())
    if path in roles or "/" in path:
        role = roles.get(path) or _role_by_path(path, layout)
        stem = resource_stem(path, layout)
        return Asked(
            roles=frozenset([role] if role else []),
            resources=frozenset([stem] if stem else []),
            path=path,
        )
    words = [word for word in re.findall(r"[a-z0-9_]+", asked.lower()) if len(word) > 2]
    named = {word: layer.role for layer in layout.layers for word in layer.words}
    return Asked(
        roles=frozenset(named[word] for word in words if word in named),
        resources=frozenset(singular(word) for word in words if word not in named),
    )


def _role_by_path(path: str, layout: LayoutFormat) -> LayerRole | None:
    return next((each.role for each in layout.layers if re.search(each.paths, path)), None)


def _count_lines(candidates: list[tuple[str, LayerRole]], texts: Texts) -> dict[str, int]:
    return {path: texts.get(path).count("\n") for path, _ in candidates[:MOST_READ]}


def _score(
    path: str,
    role: LayerRole,
    wanted: Asked,
    component: Component,
    layout: LayoutFormat,
    texts: Texts,
    lines: dict[str, int],
    tested: set[str],
) -> SimilarFile:
    stem = resource_stem(path, layout)
    reasons: list[tuple[float, str]] = []
    if role in wanted.roles:
        reasons.append((ROLE, f"plays the role asked for: {role}"))
    if stem in wanted.resources:
        reasons.append((ABOUT, f"is about {stem}"))
    elif path in lines and any(_mentions(texts.get(path), each) for each in wanted.resources):
        reasons.append((MENTIONED, f"mentions {' or '.join(sorted(wanted.resources))}"))
    rank = [each.resource for each in component.similar]
    if stem in rank:
        weight = SPREAD * (len(rank) - rank.index(stem)) / len(rank)
        reasons.append((weight, f"{stem} runs through most layers here"))
    if stem and stem in tested and role != "tests":
        reasons.append((TESTED, f"{stem} is tested"))
    usual = median([n for n in lines.values() if n >= FEWEST_LINES] or [0])
    if path in lines and lines[path] >= FEWEST_LINES:
        nearness = min(lines[path], usual) / max(lines[path], usual, 1)
        reasons.append((USUAL * nearness, f"{lines[path]} lines, the usual is {usual:.0f}"))
    reasons.sort(key=lambda each: -each[0])
    return SimilarFile(
        path=path,
        role=role,
        score=round(sum(weight for weight, _ in reasons), 2),
        reasons=tuple(reason for _, reason in reasons),
    )


def _mentions(text: str, resource: str) -> bool:
    return bool(resource) and resource in text.lower()
