"""A shadow repository: git beside a copy of the user's files, with every conversion off."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from backend_agent.world.files import ensure_folder, write_atomic
from backend_agent.world.git import (
    ask_git,
    ask_line,
    explain_git,
    find_object_folder,
    git_environment,
    need_git,
)
from backend_agent.world.process import Answer
from backend_agent.world.workspace import GENERATED_FOLDERS, Workspace

CONFIG = """[core]
\trepositoryformatversion = {version}
\tbare = false
\tfileMode = true
\tsymlinks = true
\tignoreCase = false
\tautocrlf = false
\tsafecrlf = false
\tprotectNTFS = false
\tprotectHFS = false
\tprecomposeUnicode = false
\tattributesFile = /dev/null
\texcludesFile = /dev/null
\thooksPath = /dev/null
\tfsmonitor = false
\tlogAllRefUpdates = false
\tbigFileThreshold = 1m
\tcompression = 1
[gc]
\tauto = 0
[maintenance]
\tauto = false
[extensions]
\tobjectFormat = {object_format}
"""
# Read before the project's own .gitattributes: bytes go in and come out as they are.
ATTRIBUTES = "* -text -eol -crlf -ident -filter -working-tree-encoding\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """`folder` is the git directory, `tree` the files it looks at; both absolute."""

    folder: Path
    tree: Path

    def ask(self, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> Answer:
        """Run git on the shadow, deaf to the user's settings; `index` replaces its own index."""
        environment = git_environment(
            GIT_DIR=os.fspath(self.folder),
            GIT_WORK_TREE=os.fspath(self.tree),
            GIT_CONFIG_GLOBAL="/dev/null",
            GIT_CONFIG_SYSTEM="/dev/null",
            GIT_INDEX_FILE=os.fspath(index or self.folder / "index"),
        )
        return ask_git(self.tree, *arguments, stdin=stdin, environment=environment)

    def need(self, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
        """The same for a command that must succeed. Raises ToolFailed, InputError."""
        answer = self.ask(*arguments, stdin=stdin, index=index)
        if answer.exit_code != 0:
            raise explain_git(answer, f"git {arguments[0]}", self.tree)
        return answer.output


def create_shadow(workspace: Workspace, folder: Path, tree: Path) -> Shadow:
    """An empty shadow that can read the user's objects; the user's repository is only read."""
    for below in ("objects/info", "objects/pack", "refs/heads", "refs/tags", "info"):
        ensure_folder(folder / below)
    object_format = "sha1"
    if workspace.is_git:
        answer = ask_line(workspace.root, "rev-parse", "--show-object-format")
        object_format = answer or "sha1"
        _borrow_history(workspace, folder)
    config = CONFIG.format(version=1, object_format=object_format)
    write_atomic(folder / "config", config.encode())
    write_atomic(folder / "info/attributes", ATTRIBUTES.encode())
    write_atomic(folder / "info/exclude", _list_ignored(workspace))
    write_atomic(folder / "HEAD", f"{workspace.head or 'ref: refs/heads/main'}\n".encode())
    return Shadow(folder=folder, tree=tree)


def borrow_objects(shadow: Shadow, root: Path) -> None:
    """Let the shadow read the objects of one more repository (a submodule's)."""
    alternates = shadow.folder / "objects/info/alternates"
    known = alternates.read_bytes() if alternates.exists() else b""
    write_atomic(alternates, known + os.fsencode(find_object_folder(root)) + b"\n")


def _borrow_history(workspace: Workspace, folder: Path) -> None:
    objects = os.fsencode(find_object_folder(workspace.root))
    write_atomic(folder / "objects/info/alternates", objects + b"\n")
    form = "%(objectname) %(refname)"
    refs = need_git(workspace.root, "for-each-ref", f"--format={form}", "refs/heads", "refs/tags")
    write_atomic(folder / "packed-refs", b"# pack-refs with: \n" + refs)
    place = need_git(workspace.root, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
    shallow = Path(os.fsdecode(place).rstrip("\n"))
    if shallow.exists():
        write_atomic(folder / "shallow", shallow.read_bytes())


def _list_ignored(workspace: Workspace) -> bytes:
    lines = [f"{name}/\n".encode() for name in sorted(GENERATED_FOLDERS)]
    lines.append(b"*.pyc\n")
    if workspace.is_git:
        for arguments in (
            ("config", "--type=path", "core.excludesFile"),
            ("rev-parse", "--path-format=absolute", "--git-path", "info/exclude"),
        ):
            place = ask_line(workspace.root, *arguments)
            if place and Path(place).is_file():
                lines.append(Path(place).read_bytes() + b"\n")
    return b"".join(lines)
