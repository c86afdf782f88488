"""Glob and Grep: files by name and by content, without what git ignores and never through a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.files import plain_path
from backend_agent.implement.agent.tools.text import cut_line, cut_middle, mark_data
from backend_agent.world.paths import refuse_place
from backend_agent.world.search import match_glob, search_content

MOST_FOUND = 250
OutputMode = Literal["files_with_matches", "content", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobFiles:
    pattern: Annotated[str, "e.g. src/**/*.py"]
    path: Annotated[str, "folder to begin at"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrepFiles:
    pattern: Annotated[str, "regular expression"]
    path: Annotated[str, "file or folder"] = ""
    glob: Annotated[str, "only files like this"] = ""
    output_mode: OutputMode = "content"
    ignore_case: bool = field(default=False, metadata={"name": "-i"})
    before: int = field(default=0, metadata={"name": "-B"})
    after: int = field(default=0, metadata={"name": "-A"})
    around: int = field(default=0, metadata={"name": "-C"})
    numbers: Annotated[bool, "line numbers, always shown"] = field(
        default=True, metadata={"name": "-n"}
    )
    head_limit: int = MOST_FOUND


def glob_tool(bench: Bench, given: GlobFiles) -> Done:
    folder = plain_path(bench.worktree.root, given.path) if given.path else "."
    start = "" if folder == "." else f"{folder}/"
    found = [
        path
        for path in bench.worktree.tree().paths()
        if path.startswith(start) and match_glob(given.pattern, path[len(start) :])
    ]
    if not found:
        return Done(text=f"no file is like {given.pattern}")
    shown = "\n".join(found[:MOST_FOUND])
    more = f"\nand {len(found) - MOST_FOUND} more" if len(found) > MOST_FOUND else ""
    return Done(text=mark_data(f"file names like {given.pattern}", f"{shown}{more}"))


def grep_tool(bench: Bench, given: GrepFiles) -> Done:
    root = bench.worktree.root
    inside = plain_path(root, given.path) if given.path else "."
    reason = refuse_place(root, inside) if inside != "." else None
    if reason:
        return Done(text=f"{given.path}: not searched: {reason}", is_error=True)
    found = search_content(
        bench.worktree,
        given.pattern,
        inside=inside,
        glob=given.glob,
        names_only=given.output_mode == "files_with_matches",
        counts=given.output_mode == "count",
        ignore_case=given.ignore_case,
        before=given.before or given.around,
        after=given.after or given.around,
    )
    if found.trouble:
        return Done(text=f"{given.pattern}: {found.trouble}", is_error=True)
    if not found.lines:
        return Done(text=f"nothing fits {given.pattern}")
    limit = max(given.head_limit, 1)
    lines = [cut_line(bench.mask(line)) for line in found.lines[:limit]]
    if len(found.lines) > limit:
        lines.append(f"and {len(found.lines) - limit} more lines")
    return Done(text=mark_data(f"lines that fit {given.pattern}", cut_middle("\n".join(lines))))
