"""A chain of names in the order in which one file puts them: what a request passes through."""

from __future__ import annotations

import re

from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.literals import certain_literals
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.layout import Habit
from backend_agent.values.stack import Convention, Counted

MOST_FILES = 40
MOST_LINKS = 20
# A name with its qualifiers, at the start of an argument.
NAME = re.compile(
    r"""\s*(?:new\s+|\.\.\.|&|:|r?["'`\\])*\s*([A-Za-z_$][\w$]*(?:(?:::|[.\\])[\w$]+)*)"""
)
OPENING, CLOSING = "([{<", ")]}>"
COMMENT = re.compile(r"(?m)(?<![:\w])(//|#)[^\n]*$")
# Words of a name that say how it is made.
MAKING = frozenset({"class", "new", "default", "func", "function", "async", "build"})
# Names of more parts than these are shown by their last one.
MOST_PARTS = 2


def read_chain(habit: Habit, listing: Listing, texts: Texts) -> Convention | None:
    """None where fewer than `fewest` names stand in one file."""
    best: list[tuple[str, Evidence]] = []
    for path in listing.find(habit.within, MOST_FILES):
        full = listing.full(path)
        found = _read_file(habit, full, texts.get(full))
        if len(found) > len(best):
            best = found
    if len(best) < habit.fewest:
        return None
    chain = list(reversed(best)) if habit.backwards else best
    names = [name for name, _ in chain[:MOST_LINKS]]
    return Convention(
        name=habit.name,
        value=" → ".join(names),
        counts=tuple(Counted(value=name, count=1) for name in names),
        evidence=(best[0][1],),
    )


def _read_file(habit: Habit, path: str, text: str) -> list[tuple[str, Evidence]]:
    """Each name once, in the order of their places."""
    places: list[tuple[int, str]] = []
    for choice in habit.choices:
        literals = certain_literals(choice.pattern)
        if literals and not any(each in text for each in literals):
            continue
        for match in compile_regex(choice.pattern).finditer(text):
            names = _names(match["value"], habit.skip)
            places += [(match.start("value"), name) for name in names]
    found: dict[str, Evidence] = {}
    for at, name in sorted(places, key=lambda place: place[0]):
        line = text.count("\n", 0, at) + 1
        found.setdefault(name, Evidence(path=path, line=line, text=name))
    return list(found.items())


def _names(value: str, skip: str) -> list[str]:
    """The names that the arguments of a call, or the entries of a list, begin with."""
    names = []
    for part in _split(COMMENT.sub("", value)):
        bare = compile_regex(rf"^\s*(?:{skip})").sub("", part) if skip else part
        match = NAME.match(bare)
        name = _short(match[1]) if match else ""
        if name:
            names.append(name)
    return names


def _short(name: str) -> str:
    """`a.b.Thing` is Thing, `Thing::new` too; what only makes something has no name."""
    parts = re.split(r"::|[.\\]", name)
    while parts and parts[-1] in MAKING:
        parts.pop()
    if len(parts) > 1 and parts[-2][:1].isupper() and parts[-1][:1].islower():
        parts.pop()
    return ".".join(parts) if len(parts) <= MOST_PARTS else parts[-1]


def _split(value: str) -> list[str]:
    """At commas outside of every bracket."""
    parts, depth = [""], 0
    for letter in value:
        depth += (letter in OPENING) - (letter in CLOSING)
        if letter == "," and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
