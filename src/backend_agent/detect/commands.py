"""Which of the written commands tests, lints, formats, migrates …, the best proven first."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace

from backend_agent.detect.listing import compile_regex
from backend_agent.detect.recogniser import AGREED, EXACT, PARTLY, VARIANT, Known, Recogniser
from backend_agent.detect.tasks import Task, split_words
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, CommandKind, CommandOrigin, FoundTechnology

ORDER: tuple[CommandOrigin, ...] = (
    "instructions", "ci", "task-runner", "script", "manifest", "documentation", "default",
)  # fmt: skip
# What a place says counts this much; two places that name the same command count both.
TRUST: dict[CommandOrigin, float] = {
    "instructions": 8.0,
    "ci": 5.0,
    "task-runner": 4.5,
    "script": 4.0,
    "manifest": 3.5,
    "documentation": 3.0,
    "default": 0.0,
}
# A task whose tool the pipeline runs by itself is what people are meant to type.
SAME_TOOL = 2.0
# One of several commands of a task does its kind, but is not how the task is started.
WITHIN = 0.2
# Of two commands that format, one only looks.
LOOKING = 0.5
# What the root runs serves a component below it as well as everything else.
ROOT = 0.6
# A tool's bare name in a sentence may be meant as a name.
SPOKEN_OF = 0.4
# A place that releases or deploys.
ASIDE = 0.4
# Below this no place says it plainly.
WELL_PROVEN = 2.4
MOST_PER_KIND = 4
MOST_RUNS = 8
SCRIPT = re.compile(r"(bash|sh) (\S+\.sh)\b")
SHELL = re.compile(r"[|&]|\d?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose commands are wanted: the component's folder, and the folders of the others. `prefix`
    starts a tool in the project's own environment; `paths` are those that are there; `foreign` are
    package managers of languages that it is not written in."""

    folder: str
    others: tuple[str, ...]
    technologies: tuple[FoundTechnology, ...]
    prefix: tuple[str, ...] = ()
    paths: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()


@dataclass(slots=True)
class Candidate:
    """One command with all the places that name it."""

    known: Known
    writes: bool = False
    spelled: list[tuple[str, Task]] = field(default_factory=list)
    trust: dict[CommandOrigin, float] = field(default_factory=dict)

    def add(self, line: str, task: Task, known: Known, weight: float) -> None:
        self.spelled.append((line, task))
        self.trust[task.origin] = max(self.trust.get(task.origin, 0.0), weight)
        if known.tool and not self.known.tool:
            self.known = replace(self.known, technology=known.technology, tool=known.tool)

    @property
    def named(self) -> bool:
        return any(task.name for _, task in self.spelled)

    @property
    def score(self) -> float:
        return sum(self.trust.values())


def choose_commands(
    tasks: tuple[Task, ...],
    recogniser: Recogniser,
    scope: Scope,
    defaults: tuple[Command, ...],
) -> tuple[Command, ...]:
    """At most MOST_PER_KIND commands of each kind, the best proven first, each spelled once."""
    found = _collect(tasks, recogniser, scope)
    # Where only a variant is written down, the guess is the better answer.
    documented = {each.known.kind for each in found.values() if each.known.fit > VARIANT}
    # How one file alone is tested is told by an example of the repository's own.
    documented.discard("test-file")
    ranked = sorted(found.values(), key=lambda each: _rank(each, found))
    kept: dict[CommandKind, list[Command]] = {}
    commands = [
        _wrapped(each, recogniser, scope) for each in defaults if each.kind not in documented
    ]
    commands.extend(_command(each, recogniser, scope) for each in ranked)
    for command in commands:
        same = kept.setdefault(command.kind, [])
        new = all((each.argv, each.cwd) != (command.argv, command.cwd) for each in same)
        if command.argv and new and len(same) < MOST_PER_KIND:
            same.append(command)
    return tuple(command for listed in kept.values() for command in listed)


Found = dict[tuple[CommandKind, str, str], Candidate]


def _collect(tasks: tuple[Task, ...], recogniser: Recogniser, scope: Scope) -> Found:
    found: Found = {}
    through_shell = {
        posixpath.dirname(match.group(2).removeprefix("./"))
        for each in tasks
        if not each.name and (match := SCRIPT.match(recogniser.strip_environment(each.line)))
    }
    moved = [_moved(each, recogniser) for each in tasks]
    targets = {
        (_key(each.line, recogniser), each.folder): (known, each)
        for each in moved
        if each.name and (known := recogniser.recognise_task(each))
    }
    for given in moved:
        for task in _spread(given, recogniser):
            line = _tidy(task.line, recogniser, scope)
            argv = argv_of(line)
            if not argv or argv[0] in scope.foreign or not _belongs(task, scope):
                continue
            key = _key(line, recogniser)
            known, owner = targets.get((key, task.folder), (recogniser.recognise_task(task), task))
            if known is None:
                continue
            script = re.match(r"\./(\S+)", line)
            if task.origin == "script" and script and posixpath.dirname(script[1]) in through_shell:
                # This repository starts the other scripts of that folder so.
                line = re.sub(r"^\./", "bash ", line)
            writes = _writes(known.kind, [task.line, *owner.body], recogniser)
            candidate = found.setdefault((known.kind, key, task.folder), Candidate(known, writes))
            candidate.add(line, task, known, _weigh(line, task, known, recogniser, scope))
    return found


def _weigh(line: str, task: Task, known: Known, recogniser: Recogniser, scope: Scope) -> float:
    """What one place's word is worth."""
    weight = TRUST[task.origin] * known.fit * task.trust * (ASIDE if task.aside else 1.0)
    if task.quoted and len(line.split()) < 3 and not recogniser.starts_target(line):
        weight *= SPOKEN_OF
    if scope.folder and not task.folder and not _names_folder(task.line, scope.folder):
        weight *= ROOT
    return weight


def _spread(task: Task, recogniser: Recogniser) -> tuple[Task, ...]:
    """The task itself; of one whose name tells nothing and whose commands do different things, the
    commands too."""
    known = recogniser.recognise_task(task)
    if not task.name or (known is not None and known.fit > PARTLY):
        return (task,)
    return tuple([task] * (known is not None)) + tuple(
        replace(task, name="", line=line, body=(line,), trust=WITHIN)
        for line in task.body
        if recogniser.recognise(line)
    )


def _moved(task: Task, recogniser: Recogniser) -> Task:
    """The task in the folder that its own options name (`make -C api test`)."""
    for pattern in recogniser.words.elsewhere:
        match = compile_regex(pattern).search(task.line)
        if match and not task.name:
            folder = posixpath.normpath(posixpath.join(task.folder, match.group(1)))
            line = (task.line[: match.start()] + " " + task.line[match.end() :]).strip()
            return replace(task, line=line, folder="" if folder == "." else folder)
    return task


def _tidy(line: str, recogniser: Recogniser, scope: Scope) -> str:
    """As a person would type it: without reports, without what only that place needs, through the
    repository's own wrapper of the program."""
    words = recogniser.words
    for pattern in (*words.idle, *words.environment):
        line = compile_regex(pattern).sub("", line)
    bare = recogniser.strip_environment(line)
    if compile_regex(words.standalone).search(bare):
        # Such a runner makes the environment of its tasks itself; others need the one around them.
        line = bare
    for wrapper in words.wrappers:
        if wrapper.file in scope.paths and line.split(" ", 1)[0] == wrapper.program:
            line = f"./{wrapper.file}{line[len(wrapper.program) :]}"
    return re.sub(r"^(\S+ )\./", r"\1", " ".join(line.split()))


def _wrapped(guess: Command, recogniser: Recogniser, scope: Scope) -> Command:
    return replace(guess, argv=argv_of(_tidy(" ".join(guess.argv), recogniser, scope)))


def _key(line: str, recogniser: Recogniser) -> str:
    """The same for every spelling of one command: runners, a leading ./ and `run` told apart."""
    bare = recogniser.strip_environment(" ".join(argv_of(line)))
    bare = re.sub(r"^(bash|sh) (?=\S+\.sh\b)", "", bare)
    bare = re.sub(r"(^|\s)\./", r"\1", bare)
    return re.sub(r"^(npm|yarn|pnpm) run ", r"\1 ", bare)


def _score(candidate: Candidate, found: Found) -> float:
    score = candidate.score
    known = candidate.known
    if known.kind == "format" and not candidate.writes:
        score *= LOOKING
    if not candidate.named or "ci" in candidate.trust or not known.tool:
        return score
    same = any(
        other.known.kind == known.kind
        and other.known.tool == known.tool
        and "ci" in other.trust
        and other.known.fit == EXACT
        for other in found.values()
    )
    return score + SAME_TOOL * known.fit if same else score


def _rank(candidate: Candidate, found: Found) -> tuple[bool, float, bool, int]:
    """A part or a variant never comes before the whole, unless those who instruct agents say so."""
    score = _score(candidate, found)
    whole = candidate.known.fit >= AGREED or "instructions" in candidate.trust
    origin = min(ORDER.index(each) for each in candidate.trust)
    return not (whole and score >= WELL_PROVEN), -score, not candidate.named, origin


def _command(candidate: Candidate, recogniser: Recogniser, scope: Scope) -> Command:
    by_trust = sorted(candidate.spelled, key=lambda pair: ORDER.index(pair[1].origin))
    task = by_trust[0][1]
    named = next((each for _, each in by_trust if each.name), None)
    # How a script is started is better known by who starts it.
    written = [line for line, each in by_trust if each.origin != "script"]
    line = _spell(written or [line for line, _ in by_trust], scope)
    places: dict[Evidence, None] = dict.fromkeys(each.evidence for _, each in by_trust)
    return Command(
        kind=candidate.known.kind,
        argv=argv_of(line),
        cwd=task.folder,
        origin=task.origin,
        evidence=task.evidence,
        technology=candidate.known.technology,
        writes=candidate.writes,
        also=tuple(places)[1:MOST_PER_KIND],
        runs=_runs(named, recogniser) if named else (),
    )


def _spell(lines: list[str], scope: Scope) -> str:
    """Of several spellings the one in the project's environment, else the shortest."""
    prefix = " ".join(scope.prefix)
    managed = [line for line in lines if prefix and line.startswith(f"{prefix} ")]
    return min(managed or lines, key=len)


def _writes(kind: CommandKind, lines: list[str], recogniser: Recogniser) -> bool:
    """A formatter writes unless it is told to check; anything else only when it is told to fix."""
    text = "\n".join(lines)
    if kind == "format":
        return not compile_regex(recogniser.words.checking).search(text)
    return bool(compile_regex(recogniser.words.writing).search(text)) if kind == "lint" else False


def _runs(task: Task, recogniser: Recogniser) -> tuple[str, ...]:
    noise = compile_regex(recogniser.words.noise).search
    runs = (" ".join(argv_of(line)) for line in task.body if not noise(line))
    return tuple(each for each in runs if each)[:MOST_RUNS]


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
        return "" not in scope.others or _names_folder(task.line, scope.folder)
    return not scope.folder and task.folder not in scope.others


def _names_folder(line: str, folder: str) -> bool:
    return f"{folder}/" in line or line.endswith(folder)
