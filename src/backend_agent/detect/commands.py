"""Which of the written commands tests, lints, formats, migrates …, the most reliable first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import compile_regex
from backend_agent.detect.tasks import Task, split_words
from backend_agent.values.stack import Command, CommandKind, CommandOrigin, FoundTechnology
from backend_agent.values.tasks import CommandWords
from backend_agent.values.technology import ToolCommand

ORDER: tuple[CommandOrigin, ...] = (
    "ci", "task-runner", "script", "documentation", "manifest", "default",
)  # fmt: skip
MOST_PER_KIND = 4
# The reader of commands whose output nobody reads.
UNREAD = "exit-code"
SHELL = re.compile(r"[|&]|\d?>")
KINDS: tuple[CommandKind, ...] = get_args(CommandKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a command was recognised as; `technology` "" = by its name only; `named` False = its own
    name says nothing, but all that it runs agrees."""

    kind: CommandKind
    technology: str = ""
    named: bool = True


@dataclass(frozen=True)
class Recogniser:
    """Knows commands by the catalog's tools, then by their words."""

    words: CommandWords
    catalog: Catalog

    @cached_property
    def tools(self) -> tuple[tuple[tuple[str, ...], Known], ...]:
        """The leading words of every tool's command, longest first."""
        found = []
        for technology in self.catalog.technologies:
            for command in technology.commands:
                lead = leading_words(command.argv)
                kind = plain_kind(command)
                if kind and lead and technology.kind != "package-manager":
                    found.append((lead, Known(kind=kind, technology=technology.id)))
        return tuple(sorted(found, key=lambda pair: -len(pair[0])))

    def recognise(self, line: str) -> Known | None:
        """What one command does, None when nothing is known of it."""
        bare = self.strip_runners(line)
        if compile_regex(self.words.noise).search(bare):
            return None
        words = tuple(split_words(bare))
        for lead, known in self.tools:
            if words[: len(lead)] == lead:
                return self._refined(known, words)
        for each in self.words.kinds:
            if each.lines and compile_regex(each.lines).search(bare):
                return Known(kind=each.kind)
        for target in self.words.target:
            found = compile_regex(target).search(bare)
            named = self.recognise_name(found.group(1)) if found else None
            if named is not None:
                return named
        return None

    def recognise_name(self, name: str) -> Known | None:
        for each in self.words.kinds:
            if compile_regex(each.names).search(name.lower()):
                return Known(kind=each.kind)
        return None

    def recognise_task(self, task: Task) -> Known | None:
        """A named task by its name; else by what all the commands it runs agree on."""
        if not task.name:
            return self.recognise(task.line)
        named = self.recognise_name(task.name)
        tools = [known for line in task.body if (known := self.recognise(line))]
        if named is None:
            agreed = len({each.kind for each in tools}) == 1
            return replace(tools[0], named=False) if agreed else None
        same = next((each for each in tools if each.kind == named.kind), None)
        return Known(kind=named.kind, technology=same.technology if same else "")

    def strip_runners(self, line: str) -> str:
        bare, before = line.strip(), ""
        while bare != before:
            before = bare
            for runner in self.words.runners:
                bare = compile_regex(runner).sub("", bare)
        return bare

    def _refined(self, known: Known, words: tuple[str, ...]) -> Known:
        """A tool may do several things by one word: its flags decide between its commands."""
        technology = self.catalog.technology(known.technology)
        best, most = known, 0
        for command in technology.commands:
            kind = plain_kind(command)
            if kind is None or words[:1] != command.argv[:1]:
                continue
            shared = sum(1 for word in command.argv if word in words)
            if shared > most:
                best, most = Known(kind=kind, technology=technology.id), shared
        return best


def plain_kind(command: ToolCommand) -> CommandKind | None:
    """The command's kind, None for those that only a run of ours needs."""
    return next((kind for kind in KINDS if kind == command.kind), None)


def leading_words(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The words before the first option or placeholder: `ruff check`, `alembic upgrade head`."""
    found: list[str] = []
    for word in argv[2:] if argv[1:2] == ("-m",) else argv:
        if word.startswith("-") or "{" in word:
            break
        found.append(word)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose commands are wanted: the component's folder, and the folders of the others."""

    folder: str
    others: tuple[str, ...]
    technologies: tuple[FoundTechnology, ...]


def choose_commands(
    tasks: tuple[Task, ...],
    recogniser: Recogniser,
    scope: Scope,
    defaults: tuple[Command, ...],
) -> tuple[Command, ...]:
    """At most MOST_PER_KIND commands of each kind, by origin, each spelled once."""
    found: list[tuple[bool, Command]] = []
    for task in tasks:
        if not _belongs(task, scope):
            continue
        known = recogniser.recognise_task(task)
        if known is None:
            continue
        checks = any("--check" in line for line in (task.line, *task.body))
        command = Command(
            kind=known.kind,
            argv=argv_of(task.line),
            cwd=task.folder,
            origin=task.origin,
            evidence=task.evidence,
            technology=known.technology,
            writes=known.kind == "format" and not checks,
        )
        found.append((known.named, command))
    documented = {command.kind for _, command in found}
    found.extend((True, each) for each in defaults if each.kind not in documented)
    found.sort(key=lambda pair: (ORDER.index(pair[1].origin), not pair[0]))
    kept: dict[CommandKind, list[Command]] = {}
    for _, command in found:
        same = kept.setdefault(command.kind, [])
        new = all((each.argv, each.cwd) != (command.argv, command.cwd) for each in same)
        if command.argv and new and len(same) < MOST_PER_KIND:
            same.append(command)
    return tuple(command for commands in kept.values() for command in commands)


def argv_of(line: str) -> tuple[str, ...]:
    """The command alone: without variables set before it (they may be secrets), without what the
    shell does with its output. Empty where a person has to fill something in."""
    words = split_words(line)
    while words and re.match(r"[A-Za-z_]\w*=", words[0]):
        words.pop(0)
    end = next((i for i, word in enumerate(words) if SHELL.match(word)), len(words))
    blank = any(re.fullmatch(r"<.*>|\.\.\.|\{\w+\}", word) for word in words[:end])
    return () if blank else tuple(words[:end])


def _belongs(task: Task, scope: Scope) -> bool:
    """Whether a command that runs in the task's folder works on this component."""
    if task.folder == scope.folder:
        return True
    if scope.folder and task.folder.startswith(f"{scope.folder}/"):
        return True
    if not task.folder and scope.folder:
        # From the root, a command may name the component's folder.
        return f"{scope.folder}/" in task.line or task.line.endswith(scope.folder)
    return not scope.folder and task.folder not in scope.others


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
    return tuple(found)


def _plain_argv(command: ToolCommand, *, whole: bool) -> tuple[str, ...]:
    """As a person would type it: without what only a reader of the output needs. `whole`: the
    command has no reader, so every word of it counts."""
    if command.plain:
        return command.plain
    if whole:
        return _without_placeholders(command.argv)
    lead = leading_words(command.argv)
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
