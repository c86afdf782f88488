"""What a proposed file adds and takes away, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher

from backend_agent.values.changes import FileChange


def added_lines(change: FileChange) -> tuple[tuple[int, str], ...]:
    """Number (from 1, in the new text) and text of every line that was not there before."""
    after = _lines(change.after)
    return tuple(
        (at + 1, after[at]) for _, _, start, end in _spans(change) for at in range(start, end)
    )


def removes_lines(change: FileChange) -> bool:
    """Whether a line that was there is gone or different."""
    return any(end > start for start, end, _, _ in _spans(change))


def _lines(content: bytes | None) -> tuple[str, ...]:
    return tuple((content or b"").decode("utf-8", errors="replace").splitlines())


def _spans(change: FileChange) -> tuple[tuple[int, int, int, int], ...]:
    matcher = SequenceMatcher(None, _lines(change.before), _lines(change.after), autojunk=False)
    return tuple(
        (before, before_end, after, after_end)
        for tag, before, before_end, after, after_end in matcher.get_opcodes()
        if tag != "equal"
    )
