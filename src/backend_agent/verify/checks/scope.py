"""What a tool is run on and with: the documented paths and options, laid over the data's command."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import join, normpath

from backend_agent.values.technology import ToolCommand
from backend_agent.verify.checks.documented import Documented
from backend_agent.world.tree import Tree

CONFIGURATION = re.compile(r"\.(ini|toml|cfg|json|ya?ml|js|mjs|cjs)$")
# Filled when the command runs: a file for the reader, a folder for what the command makes.
LATER = frozenset(("report", "scratch"))
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def program_of(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The words that name the tool: ("ruff", "check"); of `python -m tool`, the tool."""
    if len(argv) > 2 and argv[1] == "-m":
        return (argv[2],)
    words: list[str] = []
    for word in argv:
        if word.startswith("-") or PLACEHOLDER.search(word):
            break
        words.append(word)
    return tuple(words)


def match_tool(command: ToolCommand, argv: tuple[str, ...]) -> tuple[str, ...] | None:
    """What follows the tool's name in `argv`, or None where it is another tool."""
    program = program_of(command.argv)
    if not set(command.marks) <= {word.partition("=")[0] for word in argv}:
        return None
    starts = [0, *(index + 1 for index, word in enumerate(argv) if word == "-m")]
    for start in starts:
        if program and argv[start : start + len(program)] == program:
            return argv[start + len(program) :]
    return None


def split_arguments(
    rest: tuple[str, ...], tree: Tree, cwd: str, drops: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Options (with their values) and paths. A word is a path where the tree has it; a
    configuration file behind an option is that option's value."""
    options: list[str] = []
    paths: list[str] = []
    previous = ""
    for word in rest:
        if word.startswith("-"):
            if word.partition("=")[0] not in drops:
                options.append(word)
                previous = word
            else:
                previous = ""
            continue
        is_path = "::" in word or word == "." or _is_in_tree(tree, cwd, word)
        if is_path and not (previous and CONFIGURATION.search(word)):
            paths.append(word)
        elif previous and "=" not in previous:
            options.append(word)
        previous = ""
    return tuple(options), tuple(paths)


def build_argv(
    command: ToolCommand, words: Mapping[str, str], paths: tuple[str, ...], options: tuple[str, ...]
) -> tuple[str, ...]:
    """The data's command with paths and options; a word whose placeholder nobody fills is left out.
    {report} and {scratch} stay for the moment of running."""
    filled: list[str] = []
    placed = False
    for word in command.argv:
        if word == "{paths}":
            filled += (*options, *paths)
            placed = True
            continue
        names = PLACEHOLDER.findall(word) if not _is_code(word) else []
        if all(name in words or name in LATER for name in names):
            for name in names:
                word = word.replace(f"{{{name}}}", words.get(name, f"{{{name}}}"))
            filled.append(word)
    return tuple(filled) if placed else (*filled, *options)


def find_drops(command: ToolCommand, rivals: tuple[ToolCommand, ...]) -> frozenset[str]:
    """Options that a documented call may hold and a check must not: those the data names, those of
    the same tool's writing commands, and those that the command sets itself."""
    own = {word.partition("=")[0] for word in command.argv if word.startswith("-")}
    writing = {
        word.partition("=")[0]
        for rival in rivals
        if rival.writes and program_of(rival.argv) == program_of(command.argv)
        for word in rival.argv
        if word.startswith("-")
    }
    return frozenset((*own, *writing, *command.drops))


def documented_scope(
    command: ToolCommand,
    rivals: tuple[ToolCommand, ...],
    calls: tuple[Documented, ...],
    tree: Tree,
) -> tuple[Documented, tuple[str, ...], tuple[str, ...]] | None:
    """The most reliable documented call of the tool, with its options and paths."""
    drops = find_drops(command, rivals)
    for call in calls:
        rest = match_tool(command, call.argv)
        if rest is not None:
            options, paths = split_arguments(rest, tree, call.cwd, drops)
            return call, options, paths
    return None


def default_paths(command: ToolCommand, tree: Tree, cwd: str) -> tuple[str, ...]:
    """Where no document names a scope: the first parts of all paths that the tool reads."""
    if not command.files:
        return (".",)
    pattern = re.compile(command.files)
    prefix = f"{cwd}/" if cwd else ""
    firsts = {
        path.removeprefix(prefix).partition("/")[0]
        for path in tree.paths()
        if path.startswith(prefix) and pattern.search(path)
    }
    return tuple(sorted(first for first in firsts if not first.startswith(".")))


def find_home(command: ToolCommand, tree: Tree, component: str) -> str:
    """The folder that the command runs in: that of its settings file which lies highest in the
    component, else the component's own. A file below hidden or foreign folders is nobody's home."""
    prefix = f"{component}/" if component else ""
    found = [
        path.removeprefix(prefix)
        for path in (tree.paths() if command.home else ())
        if path.startswith(prefix) and path.rpartition("/")[2] == command.home
    ]
    own = [path for path in found if not re.search(r"(^|/)(\.|node_modules/)", path)]
    if not own:
        return component
    best = min(own, key=lambda path: (path.count("/"), path))
    return normpath(join(component, best.rpartition("/")[0])) if "/" in best else component


def _is_in_tree(tree: Tree, cwd: str, word: str) -> bool:
    path = normpath(join(cwd, word)) if cwd else normpath(word)
    if path == "." or tree.exists(path):
        return True
    return any(each.startswith(f"{path}/") for each in tree.paths())


def _is_code(word: str) -> bool:
    return "\n" in word or ";" in word
