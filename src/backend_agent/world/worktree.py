"""A byte-exact copy of the user's tree to work in: what goes in, and what differs afterwards."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.errors import Refused
from backend_agent.world.copying import copy_files
from backend_agent.world.files import (
    ensure_folder,
    explain_trouble,
    read_file,
    remove_folder,
    write_atomic,
)
from backend_agent.world.git import resolve_commit
from backend_agent.world.paths import LINK_MODE, refuse_path
from backend_agent.world.shadow import Shadow, borrow_objects, create_shadow
from backend_agent.world.tree import FolderTree
from backend_agent.world.workspace import Workspace, sort_entries

FORMAT = 1
GITLINK = b"160000"
EXECUTABLE = 0o111


@dataclass(frozen=True, slots=True, kw_only=True)
class Worktree:
    """`root` holds the files (let commands write only there), `baseline` is the tree as copied."""

    root: Path
    baseline: str
    shadow: Shadow

    def tree(self) -> FolderTree:
        """The files as they are now, without ignored ones."""
        listed = self.shadow.need("ls-files", "-co", "--exclude-standard", "-z")
        names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
        files, _ = sort_entries(self.root, sorted(names | self._read_written()))
        return FolderTree(self.root, files)

    def write(self, changes: ChangeSet) -> tuple[str, ...]:
        """Put the changes into the files; the paths that were written, without those already so.

        A file that exists keeps its permissions. All are checked before the first is written:
        raises Refused for a path that must not be touched, and for a file that is neither as
        `before` nor as `after` says. Called again after a kill, it does what is left.
        """
        todo = [change for change in changes.changes if self._is_open(change)]
        written = self._read_written() | {change.path for change in todo}
        self._write_written(written)
        for change in todo:
            self._put(change)
        return tuple(change.path for change in todo)

    def read_changes(self) -> tuple[FileChange, ...]:
        """All that differs from the baseline now, whoever wrote it, without ignored files."""
        index = self.shadow.folder / "index.now"
        try:
            shutil.copyfile(self.shadow.folder / "index", index)
        except OSError as error:
            raise explain_trouble(error, "written", index) from error
        self.shadow.need("add", "-A", "--", ".", index=index)
        forced = [path for path in self._read_written() if os.path.lexists(self.root / path)]
        if forced:
            names = b"\0".join(os.fsencode(path) for path in sorted(forced))
            self.shadow.need("update-index", "--add", "-z", "--stdin", stdin=names, index=index)
        now = self.shadow.need("write-tree", index=index).decode().strip()
        return tuple(self._compare(now))

    def identify(self, paths: Iterable[str]) -> str:
        """The hash that the baseline has with these paths as they are now: what the next run on the
        same content will call its baseline."""
        index = self.shadow.folder / "index.id"
        try:
            shutil.copyfile(self.shadow.folder / "index", index)
        except OSError as error:
            raise explain_trouble(error, "written", index) from error
        names = b"\0".join(os.fsencode(path) for path in paths)
        self.shadow.need(
            "update-index", "--add", "--remove", "-z", "--stdin", stdin=names, index=index
        )
        return self.shadow.need("write-tree", index=index).decode().strip()

    def restore(self) -> tuple[str, ...]:
        """Make every file that is not ignored as the baseline has it; the paths that were not."""
        changes = self.read_changes()
        for change in changes:
            (self.root / change.path).unlink(missing_ok=True)
        names = b"\0".join(os.fsencode(c.path) for c in changes if c.before is not None)
        self.shadow.need("checkout-index", "-f", "-q", "-u", "-z", "--stdin", stdin=names)
        self._write_written(set())
        return tuple(change.path for change in changes)

    def read_baseline(self, path: str) -> bytes | None:
        """The bytes that the baseline has at a path, None where it has no file."""
        answer = self.shadow.ask("cat-file", "blob", f"{self.baseline}:{path}")
        return answer.output if answer.exit_code == 0 else None

    def _is_open(self, change: FileChange) -> bool:
        place = self.root / change.path
        reason = refuse_path(self.root, change.path, change.mode)
        if reason:
            raise Refused(f"{change.path}: not written: {reason}")
        now = read_content(place)
        if now == change.after:
            return False
        if now != change.before:
            raise Refused(
                f"{change.path}: not written: it is not as the change expects it",
                hint="something else has changed that file; start a new run",
            )
        return True

    def _put(self, change: FileChange) -> None:
        place = self.root / change.path
        if change.after is None:
            place.unlink(missing_ok=True)
            return
        ensure_folder(place.parent)
        if change.mode == LINK_MODE:
            place.unlink(missing_ok=True)
            place.symlink_to(os.fsdecode(change.after))
            return
        mode = change.mode
        if place.is_file() and not place.is_symlink():
            mode = place.stat().st_mode & 0o777 | (change.mode & EXECUTABLE)
        write_atomic(place, change.after, mode, through=self.shadow.folder / "partial")

    def _compare(self, now: str) -> Iterator[FileChange]:
        raw = self.shadow.need("diff-tree", "-r", "-z", "--no-renames", self.baseline, now)
        words = raw.split(b"\0")[:-1]
        entries = []
        for facts, name in zip(words[::2], words[1::2], strict=True):
            old_mode, mode, old, new = facts.lstrip(b":").split(b" ")[:4]
            if GITLINK not in (old_mode, mode):
                entries.append((os.fsdecode(name), old_mode, mode, old, new))
        wanted = [blob for entry in entries for blob in entry[3:] if blob.strip(b"0")]
        blobs = self._read_blobs(wanted)
        for path, old_mode, mode, old, new in entries:
            yield FileChange(
                path=path,
                before=blobs.get(old),
                after=blobs.get(new),
                mode=_permissions(mode if new.strip(b"0") else old_mode),
            )

    def _read_blobs(self, wanted: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        if not wanted:
            return found
        answer = self.shadow.need("cat-file", "--batch", stdin=b"\n".join(wanted) + b"\n")
        start = 0
        for blob in wanted:
            end = answer.index(b"\n", start)
            size = int(answer[start:end].split(b" ")[2])
            found[blob] = answer[end + 1 : end + 1 + size]
            start = end + 1 + size + 1
        return found

    def _read_written(self) -> set[str]:
        record = self.shadow.folder / "written.json"
        return set(json.loads(read_file(record))) if record.exists() else set()

    def _write_written(self, paths: set[str]) -> None:
        write_atomic(self.shadow.folder / "written.json", json.dumps(sorted(paths)).encode())


def create_worktree(workspace: Workspace, folder: Path, *, at: str = "current") -> Worktree:
    """Copy the user's tree as it is ("current"), or as a commit has it, into `folder`.

    Current: tracked, uncommitted and untracked files that are not ignored, with the files of
    submodules and nested repositories. Called again, it returns what is complete and builds anew
    what a kill left half done. Raises InputError, ToolFailed.
    """
    folder = folder.absolute()
    commit = "" if at == "current" else resolve_commit(workspace.root, at)
    record = folder / "ready.json"
    key = {"format": FORMAT, "root": os.fspath(workspace.root), "at": commit or "current"}
    shadow = Shadow(folder=folder / "shadow.git", tree=folder / "tree")
    ready = _read_record(record)
    if ready is not None and {name: ready.get(name) for name in key} == key:
        return Worktree(root=shadow.tree, baseline=ready["baseline"], shadow=shadow)
    for leftover in (record, shadow.tree, shadow.folder):
        remove_folder(leftover)
    ensure_folder(shadow.tree)
    create_shadow(workspace, shadow.folder, shadow.tree)
    if commit:
        _check_out(workspace, shadow, commit)
    else:
        paths = (*workspace.files, *workspace.links)
        copy_files(workspace.root, shadow.tree, (path for path in paths if _is_copied(path)))
        shadow.need("add", "-A", "-f", "--", ".")
    baseline = shadow.need("write-tree").decode().strip()
    write_atomic(shadow.tree / ".git", b"gitdir: ../shadow.git\n")
    write_atomic(record, json.dumps(key | {"baseline": baseline}).encode())
    return Worktree(root=shadow.tree, baseline=baseline, shadow=shadow)


def read_content(place: Path) -> bytes | None:
    """The bytes of a file, the target of a link, None where there is nothing. Raises InputError."""
    try:
        if place.is_symlink():
            return os.fsencode(place.readlink())
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise explain_trouble(error, "read", place) from error


def _check_out(workspace: Workspace, shadow: Shadow, commit: str) -> None:
    prefix = workspace.prefix.rstrip("/")
    shadow.need("read-tree", f"{commit}:{prefix}" if prefix else commit)
    filled: set[str] = set()
    while missing := [entry for entry in _list_gitlinks(shadow) if entry[0] not in filled]:
        for path, inner in missing:
            filled.add(path)
            shadow.need("update-index", "--force-remove", "--", path)
            if (workspace.root / path / ".git").exists():
                borrow_objects(shadow, workspace.root / path)
                if shadow.ask("cat-file", "-e", f"{inner}^{{tree}}").exit_code == 0:
                    shadow.need("read-tree", f"--prefix={path}/", inner)
    shadow.need("checkout-index", "-a", "-q", "-u")


def _list_gitlinks(shadow: Shadow) -> list[tuple[str, str]]:
    entries = shadow.need("ls-files", "-s", "-z").split(b"\0")
    links = [entry.split(b"\t", 1) for entry in entries if entry.startswith(GITLINK)]
    return [(os.fsdecode(path), facts.split(b" ")[1].decode()) for facts, path in links]


def _read_record(record: Path) -> dict[str, Any] | None:
    if not record.exists():
        return None
    try:
        found = json.loads(read_file(record))
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _is_copied(path: str) -> bool:
    return ".git" not in path.split("/")


def _permissions(mode: bytes) -> int:
    return {b"120000": LINK_MODE, b"100755": 0o755}.get(mode, 0o644)
