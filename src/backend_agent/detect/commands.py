"""Which of the written commands tests, lints, formats, migrates …, the best proven first."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import replace

from backend_agent.detect.candidates import Candidate, Found, Spelling, raise_wholes
from backend_agent.detect.listing import compile_regex
from backend_agent.detect.places import place_script, place_wrapper
from backend_agent.detect.recogniser import AGREED, EXACT, PARTLY, VARIANT, Known, Recogniser
from backend_agent.detect.scope import Scope, is_within
from backend_agent.detect.tasks import Task, split_words
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, CommandKind, CommandOrigin

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
MOST_COMPARED = 800
MOST_RUNS = 8
# Of another component these say nothing about this one.
EXAMINING: frozenset[CommandKind] = frozenset(
    {"test", "test-file", "lint", "format", "types", "build", "audit"}
)
# What is started of one project, not of the whole build that it is in.
OF_ONE_PROJECT: frozenset[CommandKind] = frozenset({"start", "test-file", "migrate"})
SCRIPT = re.compile(r"(bash|sh) (\S+\.sh)\b")
# What a usage line offers, and what only a person or a shell can fill in.
OPTIONAL = re.compile(r"\[-?-?[\w=<>-]+\]")
BLANK = re.compile(r"^(\.\.\.|\{\w+\})$|<\w[^>]*>|\$\{?\w")
SHELL = re.compile(r"[|&]|\d?>")


def choose_commands(
    tasks: tuple[Task, ...],
    recogniser: Recogniser,
    scope: Scope,
    defaults: tuple[Command, ...],
    exists: Callable[[str], bool],
) -> tuple[Command, ...]:
    """At most MOST_PER_KIND commands of each kind, the best proven first, each spelled once. `exists`
    tells files and folders of the repository."""
    found = _most_trusted(_collect(tasks, recogniser, scope, exists))
    raise_wholes(found, lambda line: _key(line, recogniser), exists)
    # Where only a variant is written down, the guess is the better answer.
    documented = {each.known.kind for each in found.values() if each.known.fit > VARIANT}
    # How one file alone is tested is told by an example of the repository's own.
    documented.discard("test-file")
    ranked = sorted(found.values(), key=lambda each: _rank(each, found))
    kept: dict[CommandKind, list[Command]] = {}
    commands = [
        _settled(each, recogniser, scope) for each in defaults if each.kind not in documented
    ]
    commands.extend(_command(each, recogniser, scope) for each in ranked)
    for command in commands:
        same = kept.setdefault(command.kind, [])
        new = all((each.argv, each.cwd) != (command.argv, command.cwd) for each in same)
        if command.argv and new and len(same) < MOST_PER_KIND:
            same.append(command)
    return tuple(command for listed in kept.values() for command in listed)


def _most_trusted(found: Found) -> Found:
    """At most MOST_COMPARED candidates, in their order: each is compared with each."""
    if len(found) <= MOST_COMPARED:
        return found
    kept = set(sorted(found, key=lambda key: -found[key].score)[:MOST_COMPARED])
    return {key: each for key, each in found.items() if key in kept}


def _collect(
    tasks: tuple[Task, ...],
    recogniser: Recogniser,
    scope: Scope,
    exists: Callable[[str], bool],
) -> Found:
    found: Found = {}
    through_shell = {
        posixpath.dirname(match.group(2).removeprefix("./"))
        for each in tasks
        if not each.name and (match := SCRIPT.match(recogniser.strip_environment(each.line)))
    }
    moved = [_moved(each, recogniser) for each in tasks]
    targets = {
        (_key(each.line, recogniser), each.folder): (recogniser.recognise_task(each), each)
        for each in moved
        if each.name
    }
    runners = {(each.line.split(" ", 1)[0], each.folder) for each in moved if each.name}
    for given in moved:
        for task in _spread(given, recogniser):
            line = _tidy(task.line, recogniser, scope, task.folder)
            argv = argv_of(line)
            belongs = scope.includes(task.line, task.folder)
            if not argv or argv[0] in scope.foreign or not belongs:
                continue
            key = _key(line, recogniser)
            known, owner = targets.get((key, task.folder), (recogniser.recognise_task(task), task))
            if known is None or (known.kind in EXAMINING and scope.names_other(line)):
                continue
            untold = task.origin == "script" and known.fit < AGREED and not known.tool
            if untold or scope.is_inner(task.folder):
                # A script that only its name connects with the kind, or a part of the component.
                known = replace(known, fit=min(known.fit, VARIANT))
            unknown = (key, task.folder) not in targets and (argv[0], task.folder) in runners
            if unknown and recogniser.names_target(line):
                # Its runner is here, and knows no task of that name.
                continue
            script = re.match(r"\./(\S+)", line)
            if task.origin == "script" and script and posixpath.dirname(script[1]) in through_shell:
                # This repository starts the other scripts of that folder so.
                line = re.sub(r"^\./", "bash ", line)
            writes = _writes(known.kind, [task.line, *owner.body], recogniser)
            home, bare, astray = place_script(line, task.folder, scope, exists)
            spelling = Spelling(
                line=line, task=task, cwd=home if astray else task.folder, moved=astray
            )
            candidate = found.setdefault(
                (known.kind, _key(bare, recogniser), home), Candidate(known, writes)
            )
            candidate.add(spelling, known, _weigh(line, task, known, recogniser, scope))
    return found


def _weigh(line: str, task: Task, known: Known, recogniser: Recogniser, scope: Scope) -> float:
    """What one place's word is worth."""
    weight = TRUST[task.origin] * known.fit * task.trust * (ASIDE if task.aside else 1.0)
    if task.quoted and len(line.split()) < 3 and not recogniser.starts_target(line):
        weight *= SPOKEN_OF
    if scope.names_other(task.line):
        weight *= ASIDE
    above = task.folder != scope.folder and is_within(scope.folder, task.folder)
    if above and not scope.names_own(task.line):
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


def _tidy(line: str, recogniser: Recogniser, scope: Scope, folder: str) -> str:
    """As a person would type it: without reports, without what only that place needs, through the
    repository's own wrapper of the program."""
    words = recogniser.words
    line = recogniser.without_idle(line)
    bare = recogniser.strip_environment(line)
    if compile_regex(words.standalone).search(bare):
        # Such a runner makes the environment of its tasks itself; others need the one around them.
        line = bare
    for wrapper in words.wrappers:
        if line.split(" ", 1)[0] == wrapper.program and scope.holds(folder, wrapper.file):
            line = f"./{wrapper.file}{line[len(wrapper.program) :]}"
    return re.sub(r"^(\S+ )\./", r"\1", " ".join(line.split()))


def _settled(guess: Command, recogniser: Recogniser, scope: Scope) -> Command:
    """The guess in the environment and with the wrapper that are there."""
    line = _tidy(" ".join(guess.argv), recogniser, scope, guess.cwd)
    whole = guess.kind not in OF_ONE_PROJECT
    line, folder = place_wrapper(line, guess.cwd, recogniser.words.wrappers, scope, whole=whole)
    return replace(guess, argv=argv_of(line), cwd=folder)


def _key(line: str, recogniser: Recogniser) -> str:
    """The same for every spelling of one command: without runners, a leading ./ and idle words."""
    bare = recogniser.strip_environment(" ".join(argv_of(line)))
    bare = re.sub(r"^(bash|sh) (?=\S+\.sh\b)", "", bare)
    bare = re.sub(r"(^|\s)\./", r"\1", bare)
    for pattern in recogniser.words.elided:
        bare = compile_regex(pattern).sub("", bare)
    return bare


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


def _rank(candidate: Candidate, found: Found) -> tuple[bool, float, bool, bool, int]:
    """A part or a variant never comes before the whole, unless those who instruct agents say so."""
    score = _score(candidate, found)
    told = "instructions" in candidate.trust and not candidate.part
    whole = candidate.known.fit >= AGREED or told
    origin = min(ORDER.index(each) for each in candidate.trust)
    proven = whole and score >= WELL_PROVEN
    return not proven, -score, not candidate.named, not candidate.plain, origin


def _command(candidate: Candidate, recogniser: Recogniser, scope: Scope) -> Command:
    by_trust = sorted(candidate.spelled, key=lambda each: ORDER.index(each.task.origin))
    task = by_trust[0].task
    named = next((each.task for each in by_trust if each.task.name), None)
    # How a script is started is better known by who starts it.
    written = [each for each in by_trust if each.task.origin != "script"]
    spelling = _spell(written or by_trust, scope)
    places: dict[Evidence, None] = dict.fromkeys(each.task.evidence for each in by_trust)
    return Command(
        kind=candidate.known.kind,
        argv=argv_of(spelling.line),
        cwd=spelling.cwd,
        origin=task.origin,
        evidence=task.evidence,
        technology=candidate.known.technology,
        writes=candidate.writes,
        also=tuple(places)[1:MOST_PER_KIND],
        runs=_runs(named, recogniser) if named else (),
    )


def _spell(spelled: list[Spelling], scope: Scope) -> Spelling:
    """Of several spellings one that is true where it stands, in the project's environment, short."""
    prefix = " ".join(scope.prefix)
    placed = [each for each in spelled if not each.moved] or spelled
    managed = [each for each in placed if prefix and each.line.startswith(f"{prefix} ")]
    return min(managed or placed, key=lambda each: len(each.line))


def _writes(kind: CommandKind, lines: list[str], recogniser: Recogniser) -> bool:
    """A formatter writes unless it is told to check; anything else only when it is told to fix."""
    text = "\n".join(lines)
    if kind == "format":
        return not compile_regex(recogniser.words.checking).search(text)
    return bool(compile_regex(recogniser.words.writing).search(text)) if kind == "lint" else False


def _runs(task: Task, recogniser: Recogniser) -> tuple[str, ...]:
    noise = compile_regex(recogniser.words.noise).search
    # Of a script's text only what is known is told.
    told = recogniser.recognise if task.origin == "script" else (lambda line: not noise(line))
    runs = (" ".join(argv_of(line)) for line in task.body if told(line) and not noise(line))
    return tuple(each for each in runs if each)[:MOST_RUNS]


def argv_of(line: str) -> tuple[str, ...]:
    """The command alone: without variables set before it (they may be secrets), without what the
    shell does with its output. Empty where a person has to fill something in."""
    words = [each for each in split_words(line) if not OPTIONAL.fullmatch(each)]
    while words and re.match(r"[A-Za-z_]\w*=", words[0]):
        words.pop(0)
    end = next((i for i, word in enumerate(words) if SHELL.match(word)), len(words))
    blank = any(BLANK.search(word) for word in words[:end])
    return () if blank else tuple(words[:end])
