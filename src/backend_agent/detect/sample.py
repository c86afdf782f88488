"""A bounded, even sample of a component's texts, each read once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from backend_agent.detect.content import squeeze_blanks
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.world.tree import BOM, Tree

MOST_SOURCES = 80
MOST_PER_SUFFIX = 60
LARGEST = 200_000


@dataclass
class Texts:
    """Reads through the tree once per path; what is too large is empty."""

    tree: Tree
    read: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        if path not in self.read:
            data = self.tree.read_bytes(path) if self.tree.exists(path) else b""
            text = data.removeprefix(BOM).decode("utf-8", errors="replace")
            self.read[path] = squeeze_blanks(text) if len(data) <= LARGEST else ""
        return self.read[path]

    def is_too_large(self, path: str) -> bool:
        """Whether `get` gives nothing for a file that holds something."""
        return not self.get(path) and len(self.tree.read_bytes(path)) > LARGEST


def sample_paths(paths: tuple[str, ...], most: int) -> tuple[str, ...]:
    """At most `most` of them, spread evenly."""
    if len(paths) <= most:
        return paths
    step = len(paths) / most
    return tuple(paths[int(index * step)] for index in range(most))


def sample_sources(listing: Listing, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    """At most MOST_SOURCES source files, spread evenly over the listing."""
    sources = tuple(path for path in listing.paths if path.endswith(suffixes))
    return sample_paths(sources, MOST_SOURCES)


def sample_configuration(listing: Listing, tests: str) -> Listing:
    """Files that may configure something: of each suffix the least deep ones, no tests."""
    by_suffix: dict[str, list[str]] = defaultdict(list)
    for path in listing.paths:
        by_suffix[path[path.rfind(".") :]].append(path)
    kept: list[str] = []
    for paths in by_suffix.values():
        if len(paths) > MOST_PER_SUFFIX:
            paths.sort(key=lambda path: path.count("/"))
        kept.extend(paths[:MOST_PER_SUFFIX])
    is_test = compile_regex(tests).search
    kept = [path for path in kept if not is_test(path)]
    return Listing(listing.folder, tuple(sorted(kept)))
