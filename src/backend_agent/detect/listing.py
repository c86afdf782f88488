"""The paths of a component, searched by regular expressions without trying each on each path."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate

from backend_agent.detect.literals import certain_literals

# With more hits than this share of the paths, trying every path costs less than collecting them.
DENSE = 4


@dataclass(frozen=True)
class Listing:
    """`paths` are relative to `folder`, which is relative to the repository's root."""

    folder: str
    paths: tuple[str, ...]

    def find(self, pattern: str, limit: int) -> tuple[str, ...]:
        """The first `limit` paths that the regex finds something in, in order."""
        search = compile_regex(pattern).search
        found: list[str] = []
        for path in self._candidates(certain_literals(pattern)):
            if search(path):
                found.append(path)
                if len(found) == limit:
                    break
        return tuple(found)

    def _candidates(self, literals: tuple[str, ...]) -> tuple[str, ...] | list[str]:
        """Paths that hold one of the texts: found by scans over all paths put together."""
        if not literals or len(self.paths) < 50:
            return self.paths
        hits: set[int] = set()
        for literal in literals:
            hits.update(self._holding(literal))
            if len(hits) * DENSE > len(self.paths):
                return self.paths
        return [self.paths[index] for index in sorted(hits)]

    def _holding(self, literal: str) -> set[int]:
        text, starts = self._joined, self._starts
        found: set[int] = set()
        at = text.find(literal)
        while at >= 0 and len(found) * DENSE <= len(starts):
            index = bisect_right(starts, at) - 1
            found.add(index)
            # Go on behind the path that was found.
            end = starts[index + 1] if index + 1 < len(starts) else len(text)
            at = text.find(literal, end)
        return found

    @cached_property
    def _joined(self) -> str:
        return "\n".join(self.paths)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each path starts in the joined text."""
        ends = accumulate(len(path) + 1 for path in self.paths)
        return [0, *list(ends)[:-1]]

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def has(self, path: str) -> bool:
        """Whether the path is one of the files, or a folder that holds some."""
        below = f"{path}/"
        if path in self.known:
            return True
        at = bisect_left(self._sorted, below)
        return at < len(self._sorted) and self._sorted[at].startswith(below)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.paths)

    def full(self, path: str) -> str:
        """Relative to the repository's root."""
        return f"{self.folder}/{path}" if self.folder else path


@cache
def compile_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
