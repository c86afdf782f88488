"""Commands that the technologies' own data tells, where a repository tells none: guesses, marked so."""

from __future__ import annotations

import posixpath

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import Listing, compile_regex
from backend_agent.detect.recogniser import leading_words, plain_kind
from backend_agent.detect.sample import Texts
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, CommandKind, FoundTechnology
from backend_agent.values.tasks import Guess
from backend_agent.values.technology import ToolCommand

# The reader of commands whose output nobody reads.
UNREAD = "exit-code"
MOST_TRIED = 5
# What only a run can fill in: the application as `module:name`.
APP = "{app}"


def default_commands(
    technologies: tuple[FoundTechnology, ...],
    catalog: Catalog,
    folder: str,
    registry: str,
    prefix: tuple[str, ...],
    exists: frozenset[str],
) -> tuple[Command, ...]:
    """What the technologies' own data says, marked as a guess."""
    found = []
    for each in technologies:
        technology = catalog.technology(each.id)
        for command in technology.commands:
            kind = plain_kind(command)
            if kind is None or (command.when and not exists.intersection(command.when)):
                continue
            if not command.guess or (kind == "start" and APP in command.argv):
                continue
            own = technology.kind == "package-manager" or technology.registry != registry
            managed = technology.kind in ("package-manager", "language")
            plain = _plain_argv(command, whole=managed and command.reader == UNREAD)
            found.append(
                Command(
                    kind=kind,
                    argv=plain if own else (*prefix, *plain),
                    cwd=folder,
                    origin="default",
                    evidence=each.evidence[0] if each.evidence else None,
                    technology=technology.id,
                    writes=command.writes,
                )
            )
    # Who formats wants it done.
    return tuple(sorted(found, key=lambda each: each.kind == "format" and not each.writes))


def guess_commands(
    guesses: tuple[Guess, ...],
    listing: Listing,
    texts: Texts,
    told: tuple[Command, ...],
    technologies: frozenset[str],
    prefix: tuple[str, ...],
) -> tuple[Command, ...]:
    """What the files that are there let one guess, of each kind that is not `told` already."""
    kinds = {command.kind for command in told}
    found: dict[CommandKind, Command] = {}
    for guess in guesses:
        if guess.kind in kinds or guess.kind in found:
            continue
        if guess.technology and guess.technology not in technologies:
            continue
        for path in listing.find(guess.when, MOST_TRIED):
            full = listing.full(path)
            if guess.text and not compile_regex(guess.text).search(texts.get(full)):
                continue
            found[guess.kind] = Command(
                kind=guess.kind,
                argv=(*(prefix if guess.managed else ()), *_fill(guess.argv, path)),
                cwd=listing.folder,
                origin="default",
                evidence=Evidence(path=full),
                writes=guess.kind == "format",
            )
            break
    return tuple(found.values())


def _fill(argv: tuple[str, ...], path: str) -> tuple[str, ...]:
    bare = posixpath.splitext(path)[0]
    values = {
        "{path}": path,
        "{folder}": posixpath.dirname(path) or ".",
        "{stem}": posixpath.basename(bare),
        "{module}": bare.replace("/", "."),
    }
    words = []
    for word in argv:
        for name, value in values.items():
            word = word.replace(name, value)
        words.append(word)
    return tuple(words)


def _plain_argv(command: ToolCommand, *, whole: bool) -> tuple[str, ...]:
    """As a person would type it: without what only a reader of the output needs. `whole`: the
    command has no reader, so every word of it counts."""
    if command.plain:
        return command.plain
    if whole:
        return _without_placeholders(command.argv)
    lead = leading_words(command.argv)
    if "{paths}" in command.argv and command.argv[1:2] != ("-m",):
        return (*lead, ".")
    return (*command.argv[:2], *lead) if command.argv[1:2] == ("-m",) else lead


def _without_placeholders(argv: tuple[str, ...]) -> tuple[str, ...]:
    """{paths} is everything; any other goes, and with it the option that it belongs to."""
    words: list[str] = []
    for word in argv:
        if word == "{paths}":
            words.append(".")
        elif "{" not in word:
            words.append(word)
        elif word.startswith("{") and words and words[-1].startswith("-"):
            words.pop()
    return tuple(words)
