"""A bounded, even sample of a component's texts, each read once."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass, field

from backend_agent.detect.listing import Listing
from backend_agent.world.tree import Tree, read_text

MOST_SOURCES = 120
MOST_PER_SUFFIX = 100
LARGEST = 200_000


@dataclass
class Texts:
    """Reads through the tree once per path; what is too large is empty."""

    tree: Tree
    read: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        if path not in self.read:
            small = len(self.tree.read_bytes(path)) <= LARGEST
            self.read[path] = read_text(self.tree, path) if small else ""
        return self.read[path]


def sample_sources(listing: Listing, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    """At most MOST_SOURCES source files, spread evenly over the listing."""
    sources = [path for path in listing.paths if path.endswith(suffixes)]
    if len(sources) <= MOST_SOURCES:
        return tuple(sources)
    step = len(sources) / MOST_SOURCES
    return tuple(sources[int(index * step)] for index in range(MOST_SOURCES))


def sample_configuration(listing: Listing) -> Listing:
    """Files that may configure something: of each suffix the least deep ones."""
    by_suffix: dict[str, list[str]] = defaultdict(list)
    for path in listing.paths:
        by_suffix[posixpath.splitext(path)[1]].append(path)
    kept: list[str] = []
    for paths in by_suffix.values():
        if len(paths) > MOST_PER_SUFFIX:
            paths = sorted(paths, key=lambda path: (path.count("/"), path))[:MOST_PER_SUFFIX]
        kept.extend(paths)
    return Listing(listing.folder, tuple(sorted(kept)))
