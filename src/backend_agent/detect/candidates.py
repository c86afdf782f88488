"""The commands that were found, with all the places that name each; parts are told from wholes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from backend_agent.detect.recogniser import PARTLY, VARIANT, Known
from backend_agent.detect.scope import is_within
from backend_agent.detect.tasks import Task
from backend_agent.values.stack import CommandKind, CommandOrigin

# A task of so many others is more than any of them.
FEWEST_PARTS = 2
# Kinds of which one command looks at a part of what another looks at.
LOOKING: frozenset[CommandKind] = frozenset({"test", "lint", "types", "format"})
EVERYTHING = re.compile(r"(\./)?(\.|\.\.\.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way to write a command, and the folder where it is true; `moved` = not the folder that the
    place means, but the only one that has the script."""

    line: str
    task: Task
    cwd: str
    moved: bool = False


@dataclass(slots=True)
class Candidate:
    """One command with all the places that name it; `part` = another one does this and more."""

    known: Known
    writes: bool = False
    part: bool = False
    spelled: list[Spelling] = field(default_factory=list)
    trust: dict[CommandOrigin, float] = field(default_factory=dict)

    def add(self, spelling: Spelling, known: Known, weight: float) -> None:
        self.spelled.append(spelling)
        self.trust_also({spelling.task.origin: weight})
        if known.tool and not self.known.tool:
            self.known = replace(self.known, technology=known.technology, tool=known.tool)

    def trust_also(self, trust: dict[CommandOrigin, float]) -> None:
        for origin, weight in trust.items():
            self.trust[origin] = max(self.trust.get(origin, 0.0), weight)

    def make_part(self) -> None:
        self.part = True
        self.known = replace(self.known, fit=min(self.known.fit, PARTLY))

    @property
    def named(self) -> bool:
        return any(each.task.name for each in self.spelled)

    @property
    def plain(self) -> bool:
        """Whether a task bears the bare name of its kind."""
        return any(each.task.name == self.known.kind for each in self.spelled)

    @property
    def score(self) -> float:
        return sum(self.trust.values())


# By kind, normalised line and folder.
Key = tuple[CommandKind, str, str]
Found = dict[Key, Candidate]


def raise_wholes(found: Found, key_of: Callable[[str], str], exists: Callable[[str], bool]) -> None:
    """What starts several others, or looks at all of what another looks at a part of, is worth what
    its parts are worth, and the parts are parts. `exists` tells files and folders of the repository."""
    for key, candidate in found.items():
        parts = {
            part: found[part]
            for spelling in candidate.spelled
            if spelling.task.name
            for line in spelling.task.body
            if (part := (key[0], key_of(line), key[2])) in found and part != key
        }
        fewest = 1 if candidate.plain else FEWEST_PARTS
        if len(parts) >= max(fewest, _longest(candidate) / 2) and candidate.known.fit > VARIANT:
            _raise(candidate, parts.values())
    for key, candidate in found.items():
        if key[0] in LOOKING and candidate.plain:
            _raise(
                candidate,
                (
                    other
                    for name, other in found.items()
                    if (name[0], name[2]) == (key[0], key[2])
                    and other.writes == candidate.writes
                    and _narrows(other, candidate)
                ),
            )
    places = {
        key: _places(each.spelled[0], exists)
        for key, each in found.items()
        if key[0] in LOOKING and each.known.tool and not each.named
    }
    for key in places:
        candidate = found[key]
        narrower = (
            other
            for name in places
            if name[0] == key[0]
            and (other := found[name]) is not candidate
            and other.known.tool == candidate.known.tool
            and other.writes == candidate.writes
            and _covers(key, places[key], name, places[name])
        )
        _raise(candidate, narrower)


def _longest(candidate: Candidate) -> int:
    """How many commands the task runs: what does much else besides its parts is no whole of them."""
    return max((len(each.task.body) for each in candidate.spelled if each.task.name), default=0)


def _raise(whole: Candidate, parts: Iterable[Candidate]) -> None:
    for part in list(parts):
        whole.trust_also(part.trust)
        part.make_part()


def _narrows(other: Candidate, whole: Candidate) -> bool:
    """Whether a task runs what the other one runs, with more words behind it."""
    bodies = [each.task.body for each in whole.spelled if each.task.name and each.task.body]
    return any(
        each.task.name and len(each.task.body) == 1 and each.task.body[0].startswith(f"{body[0]} ")
        for each in other.spelled
        for body in bodies
        if len(body) == 1
    )


def _covers(at: Key, ours: frozenset[str], below: Key, theirs: frozenset[str]) -> bool:
    """Whether one looks at everything, or at folders that hold all those of the other."""
    if not theirs or ours == theirs:
        return False
    held = not ours or all(any(is_within(each, other) for other in ours) for each in theirs)
    return held and is_within(below[2], at[2])


def _places(spelling: Spelling, exists: Callable[[str], bool]) -> frozenset[str]:
    """The folders and files that a command names, relative to the root; empty = all below it."""
    found = set()
    for word in spelling.line.split()[1:]:
        if EVERYTHING.fullmatch(word):
            return frozenset()
        bare = word.strip("\"'").removesuffix("...").rstrip("/")
        if not bare or bare.startswith("-"):
            continue
        full = posixpath.normpath(posixpath.join(spelling.cwd, bare))
        if exists(full):
            found.add(full)
    return frozenset(found)
