"""Searches the files of a worktree: by ripgrep where it is installed, else by git; ignored files are left out."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

from backend_agent.values.errors import ToolFailed
from backend_agent.world.process import Answer, ask_program, find_program
from backend_agent.world.worktree import Worktree

LONGEST = 20.0
"""Seconds for one search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Lines as `path:line:text`, `path` or `path:count`; `trouble` where the search failed."""

    lines: tuple[str, ...] = ()
    trouble: str = ""


def search_content(
    worktree: Worktree,
    pattern: str,
    *,
    inside: str = ".",
    glob: str = "",
    names_only: bool = False,
    counts: bool = False,
    ignore_case: bool = False,
    before: int = 0,
    after: int = 0,
) -> Found:
    """The places that fit a regular expression below `inside`, sorted by path."""
    flags = ["--ignore-case"] if ignore_case else []
    if names_only:
        flags.append("--files-with-matches")
    elif counts:
        flags.append("--count")
    else:
        flags += ["-B", str(max(before, 0)), "-A", str(max(after, 0))]
    program = find_program("rg")
    try:
        if program:
            answer = _ask_ripgrep(worktree, program, pattern, inside, glob, flags)
        else:
            return _search_by_git(worktree, pattern, inside, glob, flags)
    except ToolFailed as error:
        return Found(trouble=error.message)
    if answer.exit_code > 1 and not answer.output:
        return Found(trouble=f"the search failed: {answer.reason}")
    lines = answer.output.decode("utf-8", "replace").split("\n")
    return Found(lines=tuple(line.removeprefix("./") for line in lines if line))


def _ask_ripgrep(
    worktree: Worktree, program: str, pattern: str, inside: str, glob: str, flags: list[str]
) -> Answer:
    options = [
        "--no-config", "--no-messages", "--color=never", "--line-number", "--with-filename",
        "--no-heading", "--hidden", "--sort=path", "--max-columns=2000", "--max-columns-preview",
        "--glob=!.git",
    ]  # fmt: skip
    if glob:
        options.append(f"--glob={glob}")
    place = "./" if inside == "." else f"./{inside}"
    argv = (program, *options, *flags, f"--regexp={pattern}", "--", place)
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    return ask_program(argv, cwd=worktree.root, environment=environment, timeout=LONGEST)


def _search_by_git(
    worktree: Worktree, pattern: str, inside: str, glob: str, flags: list[str]
) -> Found:
    """As ripgrep would: Perl's expressions where this git has them, else the extended ones."""
    for grammar in ("--perl-regexp", "--extended-regexp"):
        answer = worktree.shadow.ask(
            "grep", "-I", "-z", "--untracked", "--exclude-standard", "--line-number",
            "--column", "--full-name", "--no-color", grammar, *flags, "-e", pattern, "--", inside,
        )  # fmt: skip
        if answer.exit_code <= 1:
            lines = _read_lines(answer.output.decode("utf-8", "replace"), flags)
            kept = [line for path, line in lines if not glob or match_glob(glob, path)]
            return Found(lines=tuple(kept))
    return Found(trouble=f"the search failed: {answer.reason}")


def _read_lines(output: str, flags: list[str]) -> list[tuple[str, str]]:
    """Each path with its line as ripgrep writes it. Git ends every part with NUL, because a path may
    hold anything, and gives a column to the lines that fit and to none around them."""
    if "--files-with-matches" in flags:
        return [(path, path) for path in output.split("\0") if path]
    found = []
    for line in output.split("\n"):
        match line.split("\0"):
            case [path, count]:
                found.append((path, f"{path}:{count}"))
            case [path, number, text]:
                found.append((path, f"{path}-{number}-{text}"))
            case [path, number, _column, *rest]:
                text = "\0".join(rest)
                found.append((path, f"{path}:{number}:{text}"))
    return found


def match_glob(pattern: str, path: str) -> bool:
    """Whether a path is like `src/**/*.py`; a pattern without a folder fits a name anywhere."""
    if "/" not in pattern:
        pattern = f"**/{pattern}"
    return _compile(pattern).fullmatch(path) is not None


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    parts, at = [], 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            parts.append("(?:[^/]+/)*")
            at += 3
        elif pattern.startswith("**", at):
            parts.append(".*")
            at += 2
        elif pattern[at] == "*":
            parts.append("[^/]*")
            at += 1
        elif pattern[at] == "?":
            parts.append("[^/]")
            at += 1
        elif pattern[at] == "{" and "}" in pattern[at:]:
            end = pattern.index("}", at)
            choices = pattern[at + 1 : end].split(",")
            parts.append(f"(?:{'|'.join(map(re.escape, choices))})")
            at = end + 1
        else:
            parts.append(re.escape(pattern[at]))
            at += 1
    return re.compile("".join(parts))
