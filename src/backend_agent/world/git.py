"""Read-only questions to git; nothing in a repository's own settings can make git run a program."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import BackendAgentError, InputError, ToolFailed
from backend_agent.world.files import explain_trouble
from backend_agent.world.process import Answer, ask_program

SAFE_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.pager=cat",
    "core.askPass=",
    "core.sshCommand=false",
    "credential.helper=",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
    "log.showSignature=false",
    "safe.directory=*",
)
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

GitAction = Literal["create", "modify", "delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPath:
    """A path that differs from a commit, and how."""

    path: str
    action: GitAction


def git_environment(**more: str) -> dict[str, str]:
    """The environment for git: the user's identity and ignore rules, none of their git variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    fixed = {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_LITERAL_PATHSPECS": "1",
    }
    return {**kept, **fixed, **more}


def ask_git(
    root: Path,
    *arguments: str,
    settings: tuple[str, ...] = (),
    stdin: bytes = b"",
    environment: dict[str, str] | None = None,
) -> Answer:
    """Run git in `root` whatever it answers. Raises ToolMissing where git is not installed."""
    chosen: list[str] = []
    for setting in (*SAFE_SETTINGS, *settings):
        chosen += ["-c", setting]
    return ask_program(
        ("git", *chosen, *arguments),
        cwd=root,
        environment=git_environment() if environment is None else environment,
        stdin=stdin,
    )


def need_git(
    root: Path,
    *arguments: str,
    stdin: bytes = b"",
    environment: dict[str, str] | None = None,
) -> bytes:
    """The output of a git command that must succeed. Raises ToolFailed, InputError."""
    answer = ask_git(root, *arguments, stdin=stdin, environment=environment)
    if answer.exit_code != 0:
        raise explain_git(answer, f"git {arguments[0]}", root)
    return answer.output


def explain_git(answer: Answer, doing: str, where: Path) -> BackendAgentError:
    """Git's refusal as an error: what the disk refuses is told as such, the rest in git's words."""
    for number in (errno.ENOSPC, errno.EROFS, errno.EDQUOT):
        if os.strerror(number) in os.fsdecode(answer.errors):
            return explain_trouble(OSError(number, os.strerror(number)), "written by git", where)
    return ToolFailed(f"{doing} in {where}: {answer.reason}")


def ask_line(root: Path, *arguments: str) -> str | None:
    """The one line that git answers, None when it refuses or says nothing."""
    answer = ask_git(root, *arguments)
    line = os.fsdecode(answer.output).rstrip("\n")
    return line if answer.exit_code == 0 and line else None


def find_top(folder: Path) -> Path | None:
    """The top of the work tree that holds `folder`, None outside of git and in a bare repository."""
    line = ask_line(folder, "rev-parse", "--show-toplevel")
    return Path(line) if line else None


def read_head(root: Path) -> str | None:
    """The commit that is checked out, None before the first commit."""
    return ask_line(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")


def read_branch(root: Path) -> str | None:
    """The branch that is checked out, None when HEAD is detached."""
    return ask_line(root, "symbolic-ref", "--quiet", "--short", "HEAD")


def resolve_commit(root: Path, name: str) -> str:
    """The full id of a commit, branch or tag. Raises InputError when it is not there."""
    if not name.startswith("-"):
        found = ask_line(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if found:
            return found
    hint = "fetch the history: git fetch --unshallow" if is_shallow(root) else "git branch -a"
    raise InputError(f"{name}: no such commit in {root}", hint=hint)


def is_shallow(root: Path) -> bool:
    """Whether the history was cut off when it was cloned."""
    return ask_line(root, "rev-parse", "--is-shallow-repository") == "true"


def find_default_branch(root: Path) -> str | None:
    """The branch that changes go to: what the remote calls its head, else main or master."""
    remote = ask_line(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    for name in (remote, "origin/main", "origin/master", "main", "master"):
        if name and ask_line(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
            return name
    return None


def find_merge_base(root: Path, other: str | None = None) -> str | None:
    """Where the work of HEAD began: its merge-base with `other`, else with the default branch.

    None before the first commit, and when a shallow or unrelated history holds no common commit.
    Raises InputError when `other` is given and is not there.
    """
    head = read_head(root)
    if head is None:
        return None
    name = other or find_default_branch(root)
    if name is None:
        return head
    return ask_line(root, "merge-base", head, resolve_commit(root, name))


def list_submodules(root: Path) -> tuple[str, ...]:
    """The paths of the submodules that the index records."""
    listed = need_git(root, "ls-files", "-s", "-z")
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return tuple(os.fsdecode(path) for facts, path in entries if facts.startswith(b"160000"))


def list_changed(root: Path, since: str) -> tuple[ChangedPath, ...]:
    """What differs between a commit and the files on disk, with untracked files that are not ignored.

    Line ends are judged as the user's own settings say; filter programs are not run.
    """
    changed: dict[str, GitAction] = {}
    diff = ask_git(
        root,
        *("diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"),
        *("--ignore-submodules=dirty", since, "--"),
        settings=_silence_filters(root),
    )
    if diff.exit_code != 0:
        raise explain_git(diff, f"git diff {since}", root)
    words = diff.output.split(b"\0")[:-1]
    actions: dict[bytes, GitAction] = {b"A": "create", b"D": "delete"}
    for status, path in zip(words[::2], words[1::2], strict=True):
        changed[os.fsdecode(path)] = actions.get(status, "modify")
    others = need_git(root, "ls-files", "-o", "--exclude-standard", "-z")
    for path in others.split(b"\0")[:-1]:
        name = os.fsdecode(path)
        changed[name] = "modify" if changed.get(name) == "delete" else "create"
    return tuple(ChangedPath(path=path, action=changed[path]) for path in sorted(changed))


def read_file_at(root: Path, commit: str, path: str) -> bytes | None:
    """The bytes of a path as a commit records them, None when it has no such file."""
    answer = ask_git(root, "cat-file", "blob", f"{commit}:{path}")
    return answer.output if answer.exit_code == 0 else None


def find_object_folder(root: Path) -> Path:
    """The absolute folder of the repository's objects, the shared one of linked work trees."""
    line = need_git(root, "rev-parse", "--path-format=absolute", "--git-path", "objects")
    return Path(os.fsdecode(line).rstrip("\n"))


def _silence_filters(root: Path) -> tuple[str, ...]:
    answer = ask_git(root, "config", "--get-regexp", "--name-only", "-z", r"^filter\..")
    names = os.fsdecode(answer.output).split("\0")
    filters = {name for entry in names if (name := re.sub(r"\.[a-z]+$", "", entry))}
    silenced: list[str] = []
    for name in sorted(filters):
        silenced += [f"{name}.clean=", f"{name}.smudge=", f"{name}.process="]
        silenced.append(f"{name}.required=false")
    return tuple(silenced)
