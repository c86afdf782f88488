"""What a file imports and no manifest above it declares."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from backend_agent.values.rule import RulePattern
from backend_agent.verify.review.expressions import compile_expression
from backend_agent.verify.review.lines import blank_comments


@dataclass
class Declared:
    """Tells each undeclared name once for each set of manifests."""

    paths: tuple[str, ...]
    read: Callable[[str], str]
    told: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def _own(self) -> frozenset[str]:
        """Names of the folders and files of the repository: what they name comes from within."""
        parts = {part for path in self.paths for part in path.split("/")}
        return frozenset(parts | {part.partition(".")[0] for part in parts})

    @cached_property
    def _by_folder(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.paths:
            found.setdefault(posixpath.dirname(path), []).append(path)
        return found

    def undeclared(self, pattern: RulePattern, path: str, text: str) -> Iterator[tuple[int, str]]:
        """Lines and names. Nothing is told where no manifest is there to declare anything."""
        manifests = self._manifests(pattern, path)
        if not manifests:
            return
        stated = "\n".join(map(self.read, manifests))
        for found in compile_expression(pattern.imports).finditer(blank_comments(text)):
            name = found["name"]
            if name in self._own or re.fullmatch(pattern.known, name):
                continue
            key = (manifests[0], name)
            if key not in self.told and not _states(pattern, name, stated):
                self.told.add(key)
                yield text.count("\n", 0, found.start("name")) + 1, name

    def _manifests(self, pattern: RulePattern, path: str) -> list[str]:
        found: list[str] = []
        folder = posixpath.dirname(path)
        while True:
            found.extend(
                each
                for each in self._by_folder.get(folder, ())
                if re.fullmatch(pattern.declared_in, posixpath.basename(each))
            )
            if not folder:
                return found
            folder = posixpath.dirname(folder)


def _states(pattern: RulePattern, name: str, manifests: str) -> bool:
    # A distribution may write with a hyphen or a dot what its module writes with an underscore.
    spelled = "".join("[-_.]?" if each in "-_." else re.escape(each) for each in name)
    if "/" in name:
        spelled = rf"(?:{spelled}|{re.escape(name.partition('/')[0])}/\*)"
    return bool(re.search(pattern.named.replace("{name}", spelled), manifests))
