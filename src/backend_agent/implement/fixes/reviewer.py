"""The door to the review: what it finds in a tree, and where exactly a pattern matches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.values.fix import Located
from backend_agent.values.rule import RulePattern
from backend_agent.values.verification import Finding
from backend_agent.world.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """`find` answers the findings of a tree that nothing in the code answers for: all, or those that
    rules which read single files have in the given files. `locate` takes a text and its grammar."""

    find: Callable[[Tree, frozenset[str] | None], tuple[Finding, ...]]
    locate: Callable[[RulePattern, str, str], tuple[Located, ...]]
