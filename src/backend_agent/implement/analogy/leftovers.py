"""Places that still speak of what was taken out: a removal that leaves one is no exact inverse."""

from __future__ import annotations

from backend_agent.implement.analogy.source import Codebase, Source
from backend_agent.syntax.element import Element
from backend_agent.values.changes import Refusal
from backend_agent.world.tree import Tree

MOST = 10


def find_leftovers(
    left: Codebase, before: Codebase, gone: frozenset[str], names: frozenset[str]
) -> tuple[Refusal, ...]:
    """Uses, in the codebase `left`, of the names that were taken out, and imports of the files in
    `gone`, which were there in `before`."""
    found: list[Refusal] = []
    for path in left.paths:
        source = left.source(path)
        if not any(name in source.text for name in names) and not gone:
            continue
        found += [
            _refuse(source, leaf, f"`{leaf.text}` is still used here")
            for leaf in source.root.leaves()
            if leaf.kind in source.language.identifiers and leaf.text in names
        ]
        found += [
            _refuse(source, each.statement, f"`{each.module}` is still imported here")
            for each in source.imports.values()
            if before.resolve_module(path, each.module) in gone
            and left.resolve_module(path, each.module) is None
        ]
    return tuple(dict.fromkeys(found))[:MOST]


def _refuse(source: Source, element: Element, reason: str) -> Refusal:
    line = source.text.splitlines()[element.line - 1].strip()
    return Refusal(
        subject=f"{source.path}:{element.line}",
        reason=f"{reason}; take that out first",
        path=source.path,
        line=element.line,
        snippet=line,
    )


def open_codebase(tree: Tree, like: Codebase) -> Codebase:
    """The same component in another tree."""
    return Codebase(tree, like.prefix.rstrip("/"), like.language)
