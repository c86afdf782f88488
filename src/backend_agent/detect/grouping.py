"""How a component's files are grouped: by what they are about, or by the role they play."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable
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
    homes = _gather(layers, lambda path: _home(path, layout))
    total = sum(map(_size, homes.values()))
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
    for grouped in (homes, _gather(layers, lambda path: _above_layers(path, layout))):
        _, _, best = max((len(roles), _size(roles), home) for home, roles in grouped.items())
        if len(grouped[best]) >= FEWEST_ROLES and _size(grouped[best]) >= SHARE * total:
            return Grouping(layers=best)
    return Grouping()


Roles = dict[LayerRole, list[str]]


def _gather(layers: tuple[Layer, ...], home_of: Callable[[str], str]) -> dict[str, Roles]:
    """By home the files of each role of it."""
    found: dict[str, Roles] = defaultdict(lambda: defaultdict(list))
    for layer in layers:
        if layer.role in INNER:
            for path in layer.paths:
                found[home_of(path)][layer.role].append(path)
    return found


def _above_layers(path: str, layout: LayoutFormat) -> str:
    """The folder in which the layers lie: above the first that names one, else the file's own."""
    is_layer = compile_regex(layout.layer_folders).search
    folders = path.split("/")[:-1]
    end = next((i for i, name in enumerate(folders) if is_layer(name)), len(folders))
    return "/".join(folders[:end])


def _home(path: str, layout: LayoutFormat) -> str:
    """The folder of the thing that the file is about: above the folders that name only roles."""
    folder = posixpath.dirname(path)
    is_role = compile_regex(layout.role_folders).search
    while folder and is_role(posixpath.basename(folder)):
        folder = posixpath.dirname(folder)
    return folder


def _size(roles: Roles) -> int:
    return sum(len(paths) for paths in roles.values())
