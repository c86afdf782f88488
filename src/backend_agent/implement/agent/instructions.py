"""The instructions that a repository gives to agents, nearest first: AGENTS.md and CLAUDE.md."""

from __future__ import annotations

from backend_agent.implement.agent.bench import Bench
from backend_agent.implement.agent.tools.text import cut_middle
from backend_agent.world.paths import refuse_path
from backend_agent.world.worktree import read_content

NAMES = ("AGENTS.md", "CLAUDE.md")
LONGEST = 12_000


def find_instructions(bench: Bench, path: str) -> tuple[str, ...]:
    """The files that speak of `path` ("" = the root), the nearest folder's first."""
    folder, found = path.rpartition("/")[0], []
    while True:
        start = f"{folder}/" if folder else ""
        there = [f"{start}{name}" for name in NAMES if _is_there(bench, f"{start}{name}")]
        found += there[:1]
        if not folder:
            return tuple(found)
        folder = folder.rpartition("/")[0]


def tell_instructions(bench: Bench, path: str) -> str:
    """The text of one such file, marked with where it is from."""
    content = read_content(bench.worktree.root / path) or b""
    text = bench.mask(content.decode("utf-8", "replace"))
    inner = text.replace("</instructions>", "<\\/instructions>").rstrip()
    return f'<instructions from="{path}">\n{cut_middle(inner, LONGEST)}\n</instructions>'


def _is_there(bench: Bench, path: str) -> bool:
    root = bench.worktree.root
    return refuse_path(root, path) is None and (root / path).is_file()
