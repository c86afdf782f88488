"""How a component's files are grouped: by what they are about, or by the role they play."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass

from backend_agent.detect.listing import compile_regex
from backend_agent.values.layout import LayoutFormat
from backend_agent.values.stack import Layer, LayerRole

INNER: tuple[LayerRole, ...] = ("routes", "services", "repositories", "models", "schemas")
# The grouping speaks for the component when it covers at least this share of its files with a role.
SHARE = 0.5
FEWEST_FEATURES = 2
FEWEST_ROLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """`features` are folders that each hold several roles of one thing, side by side; `layers` is the
    folder below which each role has a folder or a file of its own. Empty where it is not so."""

    features: tuple[str, ...] = ()
    layers: str | None = None


def group_files(layers: tuple[Layer, ...], layout: LayoutFormat) -> Grouping:
    """Which of the two groupings holds; neither where files of both kinds are mixed."""
    homes: dict[str, dict[LayerRole, list[str]]] = defaultdict(lambda: defaultdict(list))
    total = 0
    for layer in layers:
        if layer.role not in INNER:
            continue
        for path in layer.paths:
            homes[_home(path, layout)][layer.role].append(path)
            total += 1
    if not total:
        return Grouping()
    beside: dict[str, list[str]] = defaultdict(list)
    for home, roles in homes.items():
        if len(roles) > 1 and home:
            beside[posixpath.dirname(home)].append(home)
    features = max(beside.values(), key=len, default=[])
    covered = sum(_size(homes[home]) for home in features)
    if len(features) >= FEWEST_FEATURES and covered >= SHARE * total:
        return Grouping(features=tuple(sorted(features)))
    best = max(homes, key=lambda home: (len(homes[home]), _size(homes[home])))
    spread = [role for role, paths in homes[best].items() if paths]
    if len(spread) >= FEWEST_ROLES and _size(homes[best]) >= SHARE * total:
        return Grouping(layers=best)
    return Grouping()


def _home(path: str, layout: LayoutFormat) -> str:
    """The folder of the thing that the file is about: above the folders that name only roles."""
    folder = posixpath.dirname(path)
    is_role = compile_regex(layout.role_folders).search
    while folder and is_role(posixpath.basename(folder)):
        folder = posixpath.dirname(folder)
    return folder


def _size(roles: dict[LayerRole, list[str]]) -> int:
    return sum(len(paths) for paths in roles.values())
