"""Unified diffs of a change, with counts, made from bytes so that nothing is converted unseen."""

from __future__ import annotations

from difflib import unified_diff

from backend_agent.values.changes import FileChange
from backend_agent.values.delivery import DeliveredFile

LONGEST_LINE = 2_000
"""Characters of one line that a report shows."""


def deliver_file(change: FileChange) -> DeliveredFile:
    """The change as a report shows it; a file that is no text has a diff of one sentence."""
    before, after = _read_lines(change.before), _read_lines(change.after)
    if before is None or after is None:
        return _shown(change, diff=_binary_note(change), added=0, removed=0)
    lines = tuple(
        unified_diff(
            before,
            after,
            fromfile="/dev/null" if change.before is None else f"a/{change.path}",
            tofile="/dev/null" if change.after is None else f"b/{change.path}",
            lineterm="",
        )
    )
    body = lines[2:]
    added = sum(line.startswith("+") for line in body)
    removed = sum(line.startswith("-") for line in body)
    return _shown(change, diff="\n".join(map(_shorten, lines)), added=added, removed=removed)


def _shown(change: FileChange, *, diff: str, added: int, removed: int) -> DeliveredFile:
    return DeliveredFile(
        path=change.path,
        action=change.action,
        purpose=change.purpose,
        added=added,
        removed=removed,
        diff=diff,
    )


def _read_lines(content: bytes | None) -> list[str] | None:
    """Lines with a mark for what would not show; None when it is no text."""
    if content is None:
        return []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text:
        return None
    # Only \n ends a line: a form feed or U+2028 inside one must not shift the numbers.
    lines = text.split("\n")
    if lines[-1] == "":
        return [line.replace("\r", "␍") for line in lines[:-1]]
    return [*(line.replace("\r", "␍") for line in lines[:-1]), f"{lines[-1]}\u2424 (no line end)"]


def _binary_note(change: FileChange) -> str:
    sizes = " → ".join(
        f"{len(content):,} bytes" if content is not None else "nothing"
        for content in (change.before, change.after)
    )
    return f"not a text file: {sizes}"


def _shorten(line: str) -> str:
    cut = len(line) - LONGEST_LINE
    return line if cut <= 0 else f"{line[:LONGEST_LINE]}… ({cut} characters more)"
