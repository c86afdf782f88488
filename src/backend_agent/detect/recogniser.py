"""What a written command does: tests, lints, formats, migrates …, by its tool, its words, its target."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from backend_agent.catalog import Catalog
from backend_agent.detect.listing import compile_regex
from backend_agent.detect.tasks import Task, split_words
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.stack import CommandKind
from backend_agent.values.tasks import CommandWords
from backend_agent.values.technology import ToolCommand

KINDS: tuple[CommandKind, ...] = get_args(CommandKind)
# How much of what its kind means a command does, by how it was recognised.
EXACT, AGREED, PARTLY, VARIANT = 1.0, 0.8, 0.35, 0.2
# Much installs, starts and packs something without being meant for that.
NAMED_ONLY = frozenset({"install", "start", "image", "audit"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a command was recognised as; `technology` "" = by its words only; `tool` are the words that
    start it, or its technology; `fit` is 1 for a command that does the whole of its kind, less for a
    part, a variant, or one that its name does not tell."""

    kind: CommandKind
    technology: str = ""
    tool: str = ""
    fit: float = EXACT


@dataclass(frozen=True)
class Recogniser:
    """Knows commands by the catalog's tools, then by their words."""

    words: CommandWords
    catalog: Catalog
    known: dict[str, Known | None] = field(default_factory=dict)
    stripped: dict[tuple[str, bool], str] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)

    @cached_property
    def tools(self) -> dict[str, tuple[tuple[tuple[str, ...], Known], ...]]:
        """By first word the leading words of every tool's command, longest first."""
        found: dict[str, list[tuple[tuple[str, ...], Known]]] = {}
        # What starts with nothing but a runtime may do anything.
        runtimes = {(each.value.runtime,) for each in self.catalog.documents(ManifestFormat)}
        for technology in self.catalog.technologies:
            for command in technology.commands:
                lead = leading_words(command.argv)
                kind = plain_kind(command)
                if kind and lead and lead not in runtimes and technology.kind != "package-manager":
                    known = Known(kind=kind, technology=technology.id)
                    found.setdefault(lead[0], []).append((lead, known))
        return {
            first: tuple(sorted(each, key=lambda pair: -len(pair[0])))
            for first, each in found.items()
        }

    def recognise(self, line: str) -> Known | None:
        """What one command does, None when nothing is known of it; each is thought about once."""
        if line not in self.known:
            self.known[line] = self._recognise(line)
        return self.known[line]

    def _recognise(self, line: str) -> Known | None:
        bare = self.strip_runners(line)
        if not bare or compile_regex(self.words.noise).search(bare):
            return None
        known = self._by_tool(bare) or self._by_words(bare) or self._by_target(bare)
        if known is not None:
            known = replace(known, tool=known.technology or " ".join(bare.split()[:2]))
        if (
            known is not None
            and known.kind == "test"
            and compile_regex(self.words.single).search(bare)
        ):
            return replace(known, kind="test-file")
        if known is not None and compile_regex(self.words.occasional).search(bare):
            return replace(known, fit=min(known.fit, PARTLY))
        if known is not None and compile_regex(self.words.wide).search(bare):
            return replace(known, fit=min(known.fit, AGREED))
        return known

    def recognise_name(self, name: str) -> Known | None:
        """By the name of a task: what it says exactly, else in part, else as a variant."""
        lower = compile_regex(self.words.sides).sub("", name.lower())
        for each in self.words.kinds:
            if compile_regex(each.names).search(lower):
                return Known(kind=each.kind)
        variant = compile_regex(self.words.variants).search(lower)
        for each in self.words.kinds:
            if each.loose and compile_regex(each.loose).search(lower):
                return Known(kind=each.kind, fit=VARIANT if variant else PARTLY)
        return None

    def recognise_task(self, task: Task) -> Known | None:
        """A named task by its name; else by what all the commands it runs agree on."""
        if not task.name:
            return self.recognise(task.line)
        named = self.recognise_name(task.name)
        tools = self.recognise_body(task)
        if named is None or named.fit < EXACT:
            agreed = self._agreed(task, tools)
            if agreed is not None and named is None:
                return replace(agreed, fit=min(agreed.fit, self._part_of(agreed, task.name)))
            if agreed is not None and named is not None:
                if named.kind == agreed.kind:
                    return replace(agreed, fit=named.fit)
                if self._speaks_of(agreed.kind, task.name):
                    return agreed
        if named is None or self._contradicted(named, task):
            return None
        same = next((each for each in tools if each.kind == named.kind), None)
        return replace(named, technology=same.technology, tool=same.tool) if same else named

    def _contradicted(self, named: Known, task: Task) -> bool:
        words = next(each for each in self.words.kinds if each.kind == named.kind)
        noise = compile_regex(self.words.noise).search
        working = [line for line in task.body if not noise(self.strip_environment(line))]
        if words.unlike and any(compile_regex(words.unlike).search(line) for line in task.body):
            return True
        instead = words.instead and working
        return bool(instead) and all(compile_regex(words.instead).search(each) for each in working)

    def _speaks_of(self, kind: CommandKind, name: str) -> bool:
        """Whether the name of a task holds a word for the kind."""
        # One test file alone is known by what is run, never by a name.
        words = next((each for each in self.words.kinds if each.kind == kind), None)
        return bool(words and words.loose and compile_regex(words.loose).search(name.lower()))

    def _part_of(self, known: Known, name: str) -> float:
        """`build-emails` does a part of what `build` does."""
        return PARTLY if compile_regex(rf"^{known.kind}[:_.-]").search(name.lower()) else EXACT

    def _agreed(self, task: Task, tools: tuple[Known, ...]) -> Known | None:
        """What all known commands of the task do; less sure where most of them are not known."""
        if len({each.kind for each in tools}) != 1 or tools[0].kind in NAMED_ONLY:
            return None
        noise = compile_regex(self.words.noise).search
        working = [line for line in task.body if not noise(self.strip_runners(line))]
        if compile_regex(self.words.variants).search(task.name.lower()):
            return replace(tools[0], fit=VARIANT)
        return replace(tools[0], fit=AGREED if 2 * len(tools) >= len(working) else PARTLY)

    def recognise_body(self, task: Task) -> tuple[Known, ...]:
        """What the commands of a task do, as far as they are known."""
        return tuple(known for line in task.body if (known := self.recognise(line)))

    def strip_runners(self, line: str) -> str:
        """The command without what only prepares its environment, or moves it into a container."""
        return self._strip_once(line, contained=True)

    def strip_environment(self, line: str) -> str:
        """The command without what only prepares its environment."""
        return self._strip_once(line, contained=False)

    def without_idle(self, line: str) -> str:
        """The command without options that change only what is printed or prepared."""
        if line not in self.plain:
            bare = line
            for pattern in (*self.words.idle, *self.words.environment):
                bare = compile_regex(pattern).sub("", bare)
            self.plain[line] = bare
        return self.plain[line]

    def starts_target(self, line: str) -> bool:
        """Whether the command starts a task of the repository."""
        return any(compile_regex(target).search(line) for target in self.words.target)

    def names_target(self, line: str) -> bool:
        """Whether only the name of a task tells what the command does: no tool, and no path."""
        bare = self.strip_runners(line)
        if self._by_tool(bare) or self._by_words(bare):
            return False
        words = bare.split()[1:]
        return self.starts_target(bare) and not any("/" in word for word in words)

    def _strip_once(self, line: str, *, contained: bool) -> str:
        key = (line, contained)
        if key not in self.stripped:
            more = self.words.containers if contained else ()
            self.stripped[key] = self._strip(line, (*self.words.runners, *more))
        return self.stripped[key]

    def _strip(self, line: str, runners: tuple[str, ...]) -> str:
        bare, before = line.strip(), ""
        while bare != before:
            before = bare
            for runner in runners:
                bare = compile_regex(runner).sub("", bare)
        return bare

    def _by_tool(self, bare: str) -> Known | None:
        words = tuple(split_words(bare))
        for lead, known in self.tools.get(words[0], ()) if words else ():
            if words[: len(lead)] == lead:
                return self._refined(known, words)
        return None

    def _by_words(self, bare: str) -> Known | None:
        for each in self.words.kinds:
            if each.lines and compile_regex(each.lines).search(bare):
                return Known(kind=each.kind)
        return None

    def _by_target(self, bare: str) -> Known | None:
        for target in self.words.target:
            found = compile_regex(target).search(bare)
            named = self.recognise_name(found.group(1)) if found else None
            if named is not None:
                return named
        return None

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
    return next((kind for kind in KINDS if kind == command.kind != "test-file"), None)


def leading_words(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The words before the first option or placeholder: `ruff check`, `alembic upgrade head`."""
    found: list[str] = []
    for word in argv[2:] if argv[1:2] == ("-m",) else argv:
        if word.startswith("-") or "{" in word:
            break
        found.append(word)
    return tuple(found)
