"""Read, Edit and Write: files of the worktree and of nowhere else."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

from backend_agent.implement.agent.bench import Bench, Done, describe
from backend_agent.implement.agent.edit import NotEdited, replace_text
from backend_agent.implement.agent.tools.text import cut_line, cut_middle, mark_data
from backend_agent.values.changes import ChangeSet, FileChange
from backend_agent.values.errors import Refused
from backend_agent.world.files import hash_bytes
from backend_agent.world.paths import refuse_path
from backend_agent.world.worktree import read_content

MOST_LINES = 2_000
LARGEST = 10 << 20
SETTINGS = re.compile(r"(^|/)\.env(\.[\w.-]+)?$")
SHOWN_SETTINGS = re.compile(r"\.(example|sample|template|dist)$")
VALUE = re.compile(r"(?m)^(\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*)\S.*$")
FilePath = Annotated[str, "path below the repository's root"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    file_path: FilePath
    offset: Annotated[int, "first line, from 1"] = 1
    limit: Annotated[int, "number of lines"] = MOST_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFile:
    file_path: FilePath
    old_string: Annotated[str, "lines as the file has them; they must fit one place"]
    new_string: Annotated[str, "what stands there afterwards"]
    replace_all: Annotated[bool, "every exact place"] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFile:
    file_path: FilePath
    content: Annotated[str, "the whole file"]


def plain_path(bench_root: Path, path: str) -> str:
    """A path as the worktree names it: relative, without dots; an absolute one below the root is one too."""
    inside = path
    if path.startswith("/") and Path(path).is_relative_to(bench_root):
        inside = os.fspath(Path(path).relative_to(bench_root))
    return os.path.normpath(inside) if not inside.startswith("/") else inside


def read_tool(bench: Bench, given: ReadFile) -> Done:
    root = bench.worktree.root
    path = plain_path(root, given.file_path)
    place = root / path
    if path != "." and place.is_dir() and not _leaves(root, path):
        return Done(text=_list_folder(bench, path))
    reason = refuse_path(root, path) if path != "." else "it is a folder; use Glob"
    if reason:
        return Done(text=f"{given.file_path}: not read: {reason}", is_error=True)
    content = read_content(place)
    if content is None:
        return Done(text=f"{path}: there is no such file{_near(bench, path)}", is_error=True)
    if len(content) > LARGEST or b"\0" in content[:8192]:
        kind = "it is larger than 10 MiB" if len(content) > LARGEST else "it is no text"
        return Done(text=f"{path}: not shown: {kind} ({len(content)} bytes)", is_error=True)
    text = content.decode("utf-8", "replace")
    if SETTINGS.search(path) and not SHOWN_SETTINGS.search(path):
        text = VALUE.sub(r"\1***", text)
    lines = bench.mask(text).split("\n")
    if lines[-1] == "":
        lines.pop()
    start = max(given.offset, 1)
    shown = lines[start - 1 : start - 1 + max(given.limit, 1)]
    if not shown:
        return Done(text=f"{path} has {len(lines)} lines; nothing stands at line {start}")
    body = "\n".join(f"{at}\t{cut_line(line)}" for at, line in enumerate(shown, start=start))
    end = start + len(shown) - 1
    return Done(text=mark_data(f"{path}, lines {start}-{end} of {len(lines)}", cut_middle(body)))


def edit_tool(bench: Bench, given: EditFile) -> Done:
    return _carry_out(bench, _make_edit(bench, given))


def write_tool(bench: Bench, given: WriteFile) -> Done:
    return _carry_out(bench, _make_file(bench, given))


def foresee_edit(bench: Bench, given: EditFile) -> tuple[FileChange, ...]:
    """What the edit would change, before it is made; nothing where it could not be made."""
    made = _make_edit(bench, given)
    return (made,) if isinstance(made, FileChange) else ()


def foresee_file(bench: Bench, given: WriteFile) -> tuple[FileChange, ...]:
    made = _make_file(bench, given)
    return (made,) if isinstance(made, FileChange) else ()


def _make_edit(bench: Bench, given: EditFile) -> FileChange | Done:
    path = plain_path(bench.worktree.root, given.file_path)
    before, trouble = _read_for_writing(bench, path)
    if before is None:
        return Done(text=trouble or f"{path}: there is no such file; use Write", is_error=True)
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"{path}: not edited: byte {error.start} is not UTF-8"
        return Done(text=reason, is_error=True)
    done = replace_text(text, given.old_string, given.new_string, everywhere=given.replace_all)
    if isinstance(done, NotEdited):
        return Done(text=f"{path}: not edited: {done.reason}", is_error=not done.already)
    return describe(path, before, done.text.encode())


def _make_file(bench: Bench, given: WriteFile) -> FileChange | Done:
    path = plain_path(bench.worktree.root, given.file_path)
    before, trouble = _read_for_writing(bench, path)
    if trouble:
        return Done(text=trouble, is_error=True)
    content = given.content.encode("utf-8", "surrogatepass")
    if before is not None and b"\r\n" in before and b"\r\n" not in content:
        content = content.replace(b"\n", b"\r\n")
    if before == content:
        return Done(text=f"{path} is exactly so already")
    return describe(path, before, content)


def _read_for_writing(bench: Bench, path: str) -> tuple[bytes | None, str]:
    reason = refuse_path(bench.worktree.root, path)
    if reason:
        return None, f"{path}: not written: {reason}"
    return read_content(bench.worktree.root / path), ""


def _carry_out(bench: Bench, made: FileChange | Done) -> Done:
    if isinstance(made, Done):
        return made
    try:
        bench.worktree.write(ChangeSet(changes=(made,)))
    except Refused as error:
        return Done(text=error.message, is_error=True)
    diff, mark = show_difference(made), hash_bytes(made.after or b"")[:12]
    return Done(
        text=f"{made.path} is written (sha256 {mark}):\n{bench.mask(cut_middle(diff))}",
        changed=(made,),
    )


def show_difference(change: FileChange) -> str:
    """A unified diff with three lines around; a new file is only counted."""
    if change.after is None:
        return f"{change.path}: removed"
    after = change.after.decode("utf-8", "replace").splitlines()
    if change.before is None:
        return f"a new file of {len(after)} lines"
    before = change.before.decode("utf-8", "replace").splitlines()
    return "\n".join(list(unified_diff(before, after, lineterm="", n=3))[2:])


def _leaves(root: Path, path: str) -> bool:
    return path.startswith("..") or not (root / path).resolve().is_relative_to(root.resolve())


def _list_folder(bench: Bench, path: str) -> str:
    below = [each for each in bench.worktree.tree().paths() if each.startswith(f"{path}/")]
    names = sorted({each[len(path) + 1 :].partition("/")[0] for each in below})
    return mark_data(f"folder {path}", cut_middle("\n".join(names) or "(empty)"))


def _near(bench: Bench, path: str) -> str:
    name = path.rpartition("/")[2].lower()
    found = [each for each in bench.worktree.tree().paths() if each.lower().endswith(name)]
    return f"; is {' or '.join(found[:3])} meant?" if found and name else ""
