"""For every route to add, the existing route it is written after: same method, same form of path."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from backend_agent.plan.situation import Twin
from backend_agent.values.application import Route
from backend_agent.values.changes import RouteKey

_PARAMETER = re.compile(r"\{[^}]*\}")


def find_twins(
    added: Iterable[RouteKey], routes: tuple[Route, ...], exemplar_paths: frozenset[str]
) -> tuple[Twin, ...]:
    """One twin per added route. Two paths have one form when they differ in exactly one fixed
    segment, the resource's name. Of several, those of the exemplar's files win, then those of the
    file that holds most."""
    keys = tuple(added)
    candidates = {str(key): _same_form(key, routes) for key in keys}
    spread = Counter(route.evidence.path for found in candidates.values() for route in found)

    def rank(route: Route) -> tuple[bool, int, str]:
        path = route.evidence.path
        return path not in exemplar_paths, -spread[path], route.path

    return tuple(
        Twin(new=key, old=min(candidates[str(key)], key=rank, default=None)) for key in keys
    )


def _same_form(key: RouteKey, routes: tuple[Route, ...]) -> tuple[Route, ...]:
    wanted = _segments(key.path)
    return tuple(
        route
        for route in routes
        if route.method == key.method and _differences(wanted, _segments(route.path)) == 1
    )


def _segments(path: str) -> tuple[str, ...]:
    return tuple(_PARAMETER.sub("{}", path).split("/"))


def _differences(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if len(one) != len(other):
        return -1
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return -1 if any("{}" in pair for pair in different) else len(different)
