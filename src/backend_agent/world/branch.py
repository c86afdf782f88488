"""Delivers a change as a branch: new commits in the user's repository, nothing else is moved."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend_agent.values.changes import FileChange
from backend_agent.values.errors import InputError, Refused, ToolFailed
from backend_agent.world.git import (
    ask_git,
    ask_line,
    git_environment,
    list_submodules,
    need_git,
    read_file_at,
    resolve_commit,
)
from backend_agent.world.paths import LINK_MODE
from backend_agent.world.workspace import Workspace

AUTHOR = ("backend-agent", "backend-agent@localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBranch:
    """`carried` are files whose commit also holds edits that the user had not committed."""

    name: str
    commit: str
    carried: tuple[str, ...] = ()


def write_branch(
    workspace: Workspace,
    name: str,
    base: str,
    changes: Iterable[FileChange],
    message: str,
    *,
    author: tuple[str, str] | None = None,
    replaces: str = "",
) -> WrittenBranch:
    """One commit on top of `base` under a new branch; HEAD, index and files stay as they are.

    Line ends are committed as the repository keeps them. Written again with the same content it
    answers with the commit that is there; `replaces` is a commit that an earlier call wrote and
    that may be replaced. Raises InputError (no repository, no such base, a bad name), Refused
    (the branch is somebody else's; a path belongs to a submodule or to a filter program).
    """
    if not workspace.is_git:
        raise InputError(f"{workspace.root}: not a git repository, so there is no branch to write")
    root = workspace.root
    reference = f"refs/heads/{name}"
    if ask_git(root, "check-ref-format", reference).exit_code != 0 or name.startswith("-"):
        raise InputError(f"{name}: not a name for a branch", hint="use letters, digits, / and -")
    parent = resolve_commit(root, base)
    wanted = tuple(changes)
    _refuse_foreign_paths(workspace, wanted)
    carried: list[str] = []
    with tempfile.TemporaryDirectory(prefix="backend-agent-") as scratch:
        environment = git_environment(GIT_INDEX_FILE=os.fspath(Path(scratch) / "index"))
        need_git(root, "read-tree", parent, environment=environment)
        lines = b"".join(_write_entries(workspace, parent, wanted, carried))
        arguments = ("update-index", "-z", "--index-info")
        need_git(root, *arguments, stdin=lines, environment=environment)
        tree = need_git(root, "write-tree", environment=environment).decode().strip()
    found = ask_line(root, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}")
    if found and _is_same_commit(root, found, tree, parent, message):
        return WrittenBranch(name=name, commit=found, carried=tuple(carried))
    if found and found != replaces:
        raise Refused(
            f"the branch {name} exists already and holds something else",
            hint=f"choose another name, or remove it yourself: git branch -D {name}",
        )
    if found and f"branch {reference}\n" in _list_worktrees(root):
        raise Refused(
            f"the branch {name} is checked out, so it is not moved",
            hint="switch to another branch first",
        )
    commit = _write_commit(root, tree, parent, message, author)
    answer = ask_git(root, "update-ref", "-m", "backend-agent", reference, commit, found or "")
    if answer.exit_code != 0:
        raise ToolFailed(f"the branch {name} could not be written: {answer.reason}")
    return WrittenBranch(name=name, commit=commit, carried=tuple(carried))


def _write_entries(
    workspace: Workspace, parent: str, changes: tuple[FileChange, ...], carried: list[str]
) -> Iterator[bytes]:
    root = workspace.root
    normalised = _list_normalised(root, tuple(change.path for change in changes))
    for change in changes:
        path = workspace.prefix + change.path
        if change.after is None:
            nothing = b"0" * len(parent)
            yield b"0 " + nothing + b"\t" + os.fsencode(path) + b"\0"
            continue
        content = change.after
        committed = read_file_at(root, parent, path)
        if committed is not None and change.before is not None and committed != change.before:
            if _with_line_feeds(change.before) == committed:
                content = _with_line_feeds(content)
            else:
                carried.append(change.path)
        elif committed is None and change.path in normalised:
            content = _with_line_feeds(content)
        blob = need_git(root, "hash-object", "-w", "--stdin", "--no-filters", stdin=content)
        yield _name_mode(change) + b" " + blob.strip() + b"\t" + os.fsencode(path) + b"\0"


def _refuse_foreign_paths(workspace: Workspace, changes: tuple[FileChange, ...]) -> None:
    modules = list_submodules(workspace.root)
    filtered = _read_attribute(workspace.root, "filter", tuple(c.path for c in changes))
    for change in changes:
        for module in modules:
            if change.path.startswith(f"{module}/"):
                raise Refused(
                    f"{change.path}: it belongs to the submodule {module}",
                    hint="take the patch, and commit it there",
                )
        if filtered.get(change.path, "unspecified") not in {"unspecified", "unset"}:
            raise Refused(
                f"{change.path}: git keeps it through the filter {filtered[change.path]}",
                hint="take the patch, and commit it yourself",
            )


def _list_normalised(root: Path, paths: tuple[str, ...]) -> frozenset[str]:
    text = _read_attribute(root, "text", paths)
    everywhere = ask_line(root, "config", "core.autocrlf") in {"true", "input"}
    usual = {"set", "auto"} | ({"unspecified"} if everywhere else set())
    return frozenset(path for path in paths if text.get(path, "unspecified") in usual)


def _read_attribute(root: Path, attribute: str, paths: tuple[str, ...]) -> dict[str, str]:
    names = b"\0".join(os.fsencode(path) for path in paths)
    answer = need_git(root, "check-attr", "-z", "--stdin", attribute, stdin=names)
    words = [os.fsdecode(word) for word in answer.split(b"\0")[:-1]]
    return dict(zip(words[::3], words[2::3], strict=True))


def _with_line_feeds(content: bytes) -> bytes:
    return content if b"\0" in content else content.replace(b"\r\n", b"\n")


def _name_mode(change: FileChange) -> bytes:
    if change.mode == LINK_MODE:
        return b"120000"
    return b"100755" if change.mode & 0o111 else b"100644"


def _list_worktrees(root: Path) -> str:
    return os.fsdecode(need_git(root, "worktree", "list", "--porcelain"))


def _is_same_commit(root: Path, commit: str, tree: str, parent: str, message: str) -> bool:
    answer = need_git(root, "log", "-1", "--format=%T %P%n%B", commit)
    return (
        answer.decode("utf-8", "replace").strip() == f"{tree} {parent}\n{message.strip()}".strip()
    )


def _write_commit(
    root: Path, tree: str, parent: str, message: str, author: tuple[str, str] | None
) -> str:
    own = (ask_line(root, "config", "user.name"), ask_line(root, "config", "user.email"))
    name, email = author or (own[0] or AUTHOR[0], own[1] or AUTHOR[1])
    environment = git_environment(
        GIT_AUTHOR_NAME=name,
        GIT_AUTHOR_EMAIL=email,
        GIT_COMMITTER_NAME=own[0] or name,
        GIT_COMMITTER_EMAIL=own[1] or email,
    )
    arguments = ("commit-tree", tree, "-p", parent, "-F", "-")
    written = need_git(root, *arguments, stdin=message.encode(), environment=environment)
    return written.decode().strip()
