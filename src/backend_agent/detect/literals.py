"""Texts of which every match of a regular expression must hold at least one."""

from __future__ import annotations

from functools import cache

META = set("*+?.^$|)")
REPEATS = ("?", "*", "{")


@cache
def certain_literals(pattern: str) -> tuple[str, ...]:
    """() where nothing is certain. Only a filter: the expression itself still decides.

    Of a sequence the longest text counts, of alternatives one of each; what is optional, a class
    or a look-around tells nothing. Flags inside the expression make it tell nothing at all.
    """
    bare = pattern.removeprefix("(?m)").removeprefix("(?s)").removeprefix("(?ms)")
    if "(?i" in bare or "(?x" in bare:
        return ()
    found, _ = _read_alternatives(bare, 0)
    return tuple(sorted(found)) if found else ()


def _read_alternatives(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    """The texts up to the closing bracket or the end; None where some alternative has none."""
    every: list[frozenset[str] | None] = []
    while True:
        best, at = _read_sequence(pattern, at)
        every.append(best)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1
    if any(each is None for each in every):
        return None, at
    return frozenset(text for each in every if each for text in each), at


def _read_sequence(pattern: str, at: int) -> tuple[frozenset[str] | None, int]:
    candidates: list[frozenset[str]] = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        literal, group, at = _read_item(pattern, at)
        optional = at < len(pattern) and pattern[at] in REPEATS
        at = _skip_repeat(pattern, at)
        if literal and not optional:
            run += literal
            continue
        if run:
            candidates.append(frozenset({run}))
        run = ""
        if group and not optional:
            candidates.append(group)
    if run:
        candidates.append(frozenset({run}))
    return max(candidates, key=lambda texts: min(map(len, texts)), default=None), at


def _read_item(pattern: str, at: int) -> tuple[str, frozenset[str] | None, int]:
    """One literal character, or a group with its texts, or something that tells nothing."""
    char = pattern[at]
    if char == "\\":
        escaped = pattern[at + 1 : at + 2]
        return ("" if escaped.isalnum() else escaped), None, at + 2
    if char == "[":
        return "", None, _end_of_class(pattern, at) + 1
    if char == "(":
        return _read_group(pattern, at)
    return ("" if char in META else char), None, at + 1


def _read_group(pattern: str, at: int) -> tuple[str, frozenset[str] | None, int]:
    start, tells = at + 1, True
    if pattern[start : start + 1] == "?":
        name = pattern[start + 1 : start + 3]
        if name.startswith(":"):
            start += 2
        elif name == "P<":
            start = pattern.index(">", start) + 1
        else:
            tells, start = False, start + (3 if name.startswith("<") else 2)
    texts, end = _read_alternatives(pattern, start)
    return "", texts if tells else None, end + 1


def _skip_repeat(pattern: str, at: int) -> int:
    while at < len(pattern) and pattern[at] in "?*+":
        at += 1
    if pattern[at : at + 1] == "{" and "}" in pattern[at:]:
        at = pattern.index("}", at) + 1
    return at


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
