"""The repository's own commands taken apart: scripts and targets unfolded down to single tools."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath

from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Command, Component
from backend_agent.world.tree import Tree, read_text

ORIGINS = ("instructions", "ci", "task-runner", "script", "manifest", "documentation")
SHELL_WORDS = frozenset(
    "if then else fi for do done while case esac set export cd echo exit source . trap function "
    "shift return local unset wait true false [ [[ { } ( )".split()
)
SHELLS = frozenset(("bash", "sh", "zsh", "dash"))
LONGEST_SCRIPT = 20_000
DEPTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Documented:
    """A single tool call that the repository documents. `writes` = it stands in a command that
    changes files; `rank` is lower for the more reliable origin."""

    argv: tuple[str, ...]
    cwd: str
    kind: str
    writes: bool
    rank: int
    evidence: Evidence | None


def unfold_commands(
    tree: Tree, component: Component, runners: tuple[tuple[str, ...], ...]
) -> tuple[Documented, ...]:
    """Every tool call below the component's documented commands, the most reliable first."""
    found = [
        Documented(
            argv=argv,
            cwd=cwd,
            kind=command.kind,
            writes=command.writes,
            rank=ORIGINS.index(command.origin),
            evidence=command.evidence,
        )
        for command in component.commands
        if command.origin in ORIGINS
        for argv, cwd in _unfold(tree, _without_runner(command.argv, runners), command, runners)
    ]
    return tuple(sorted(found, key=lambda each: (each.writes, each.rank)))


def strip_runner(argv: tuple[str, ...], runners: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The command without a prefix that only enters the environment (and its options)."""
    return _without_runner(argv, runners)


def _without_runner(argv: tuple[str, ...], runners: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    for runner in sorted(runners, key=len, reverse=True):
        if argv[: len(runner)] == runner:
            rest = argv[len(runner) :]
            while rest and rest[0].startswith("-"):
                rest = rest[1:]
            return rest
    return argv


def _unfold(
    tree: Tree, argv: tuple[str, ...], command: Command, runners: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    yield from _unfold_argv(tree, argv, command.cwd, runners, DEPTH)
    if command.evidence is not None and not _find_script(tree, argv, command.cwd):
        for line in _recipe_lines(tree, command.evidence):
            yield from _unfold_line(tree, line, command.cwd, runners, DEPTH - 1)


def _unfold_argv(
    tree: Tree,
    argv: tuple[str, ...],
    cwd: str,
    runners: tuple[tuple[str, ...], ...],
    depth: int,
) -> Iterator[tuple[tuple[str, ...], str]]:
    if not argv or not depth:
        return
    script = _find_script(tree, argv, cwd)
    if script is None:
        yield argv, cwd
        return
    for line in _join_lines(_read(tree, script)):
        yield from _unfold_line(tree, line, cwd, runners, depth - 1)


def _unfold_line(
    tree: Tree, line: str, cwd: str, runners: tuple[tuple[str, ...], ...], depth: int
) -> Iterator[tuple[tuple[str, ...], str]]:
    for part in re.split(r"&&|\|\||;|\|", line):
        try:
            words = tuple(shlex.split(part.lstrip("@- \t"), comments=True))
        except ValueError:
            continue
        while words and re.fullmatch(r"[A-Za-z_]\w*=.*", words[0]):
            words = words[1:]
        if words and words[0] not in SHELL_WORDS:
            words = tuple(word for word in words if "$" not in word)
            yield from _unfold_argv(tree, _without_runner(words, runners), cwd, runners, depth)


def _find_script(tree: Tree, argv: tuple[str, ...], cwd: str) -> str | None:
    """The shell script that the command runs, where it is a file of the repository."""
    words = argv[1:] if argv and argv[0] in SHELLS else argv[:1]
    for word in words:
        if word.startswith("-"):
            continue
        path = normpath(join(cwd, word))
        if not tree.exists(path):
            return None
        start = _read(tree, path)[:80].split("\n", 1)[0]
        shell = start.startswith("#!") and any(re.search(rf"\b{each}\b", start) for each in SHELLS)
        return path if shell or path.endswith(".sh") else None
    return None


def _recipe_lines(tree: Tree, evidence: Evidence) -> tuple[str, ...]:
    """The commands of a target (the tab-indented lines below it), of a section (its `commands`) or
    of an entry (its text)."""
    if not evidence.line or not tree.exists(evidence.path):
        return ()
    lines = _read(tree, evidence.path).splitlines()
    if evidence.line > len(lines):
        return ()
    entry = re.search(
        r"""["'][\w:.-]+["']\s*:\s*(["'])(?P<command>.+?)\1,?\s*$""", lines[evidence.line - 1]
    )
    if entry:
        return (entry["command"],)
    if re.match(r"\s*\[", lines[evidence.line - 1]):
        return _section_commands(lines[evidence.line :])
    below: list[str] = []
    for line in lines[evidence.line :]:
        if not line.startswith("\t"):
            break
        below.append(line)
    return _join_lines("\n".join(below))


def _section_commands(lines: list[str]) -> tuple[str, ...]:
    """What an environment of a settings file in sections runs: `commands =`, one to a line."""
    found: list[str] = []
    inside = False
    for line in lines:
        if line.startswith("["):
            break
        started = re.match(r"commands\s*=\s*(.*)", line)
        inside = started is not None or (inside and line[:1] in (" ", "\t", ""))
        if inside:
            found.append(started.group(1) if started else line)
    text = re.sub(r"\{[^}]*\}", "", "\n".join(found))
    return _join_lines(text)


def _join_lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in re.sub(r"\\\n\s*", " ", text).splitlines() if line.strip())


def _read(tree: Tree, path: str) -> str:
    try:
        return read_text(tree, path)[:LONGEST_SCRIPT]
    except InputError:
        return ""
