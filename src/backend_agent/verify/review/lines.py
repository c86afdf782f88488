"""Which lines of a file a change wrote."""

from __future__ import annotations

import difflib

from backend_agent.values.changes import FileChange

BOM = "\ufeff"


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
