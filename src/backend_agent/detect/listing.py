"""The paths of a component, searched by regular expressions without trying each on each path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

META = set("()[]{}|*+?.^$\\")


@dataclass(frozen=True)
class Listing:
    """`paths` are relative to `folder`, which is relative to the repository's root."""

    folder: str
    paths: tuple[str, ...]

    @cached_property
    def joined(self) -> str:
        return "\n" + "\n".join(self.paths) + "\n"

    def find(self, pattern: str, limit: int) -> tuple[str, ...]:
        """The first `limit` paths that the regex finds something in, in order."""
        literal = longest_literal(pattern)
        search = compile_regex(pattern).search
        found: list[str] = []
        for path in self._holding(literal) if literal else self.paths:
            if search(path):
                found.append(path)
                if len(found) == limit:
                    break
        return tuple(found)

    def _holding(self, literal: str) -> list[str]:
        """Paths that hold the literal: found by one scan over all of them put together."""
        joined = self.joined
        found = []
        at = joined.find(literal)
        while at >= 0:
            start = joined.rfind("\n", 0, at) + 1
            end = joined.find("\n", at)
            found.append(joined[start:end])
            at = joined.find(literal, end)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(self.paths)

    def full(self, path: str) -> str:
        """Relative to the repository's root."""
        return f"{self.folder}/{path}" if self.folder else path


@cache
def compile_regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def longest_literal(pattern: str) -> str:
    """A text that every match must hold, "" when none is certain.

    Only what stands outside of groups, classes and alternatives, and is not optional, counts.
    """
    if "|" in _outside_of_groups(pattern) or "(?i" in pattern:
        return ""
    runs: list[str] = []
    run, at = "", 0
    text = _outside_of_groups(pattern)
    while at < len(text):
        char = text[at]
        if char == "\\" and at + 1 < len(text):
            literal, at = ("" if text[at + 1].isalnum() else text[at + 1]), at + 1
        else:
            literal = "" if char in META or char == "\0" else char
        optional = text[at + 1 : at + 2] in ("?", "*", "{")
        run = run + literal if literal and not optional else _close(runs, run)
        at += 1
    _close(runs, run)
    return max(runs, key=len, default="")


def _close(runs: list[str], run: str) -> str:
    if run:
        runs.append(run)
    return ""


def _outside_of_groups(pattern: str) -> str:
    """The pattern with every group and class replaced by one NUL."""
    kept, depth, at = [], 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            if not depth:
                kept.append(pattern[at : at + 2])
            at += 2
            continue
        if char in "([":
            if not depth:
                kept.append("\0")
            if char == "[":
                at = _end_of_class(pattern, at)
            else:
                depth += 1
        elif char == ")":
            depth -= 1
        elif not depth:
            kept.append(char)
        at += 1
    return "".join(kept)


def _end_of_class(pattern: str, at: int) -> int:
    """The index of the bracket that closes the class opened at `at`."""
    at += 1
    if pattern[at : at + 1] == "^":
        at += 1
    if pattern[at : at + 1] == "]":
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at
