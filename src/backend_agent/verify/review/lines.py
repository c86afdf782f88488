"""Which lines of a file a change wrote."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from backend_agent.values.changes import FileChange
from backend_agent.world.tree import Tree, read_text

BOM = "\ufeff"
# What is only said in a comment is not there.
COMMENT = re.compile(r"/\*[\s\S]*?\*/|^[ \t]*(?://|#(?!!)).*$", re.MULTILINE)


def changed_lines(change: FileChange) -> frozenset[int]:
    """Line numbers (from 1) in the file after the change; every line of a new file."""
    after = decode_text(change.after).splitlines()
    if change.before is None:
        return frozenset(range(1, len(after) + 1))
    before = decode_text(change.before).splitlines()
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    return frozenset(
        number + 1
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in ("replace", "insert")
        for number in range(start, end)
    )


def decode_text(content: bytes | None) -> str:
    """The text, without its byte-order mark; undecodable bytes are replaced."""
    return (content or b"").decode("utf-8", "replace").removeprefix(BOM)


def blank_comments(text: str) -> str:
    """The text with spaces for its comments: every offset and every line stays."""
    return COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def open_lines(tree: Tree) -> Callable[[str], list[str]]:
    """The lines of a file of the tree, none where it is not there."""
    return lambda path: read_text(tree, path).splitlines() if tree.exists(path) else []
