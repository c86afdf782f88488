"""Answers as a model reads them: what others wrote is marked as data, and what is long is cut."""

from __future__ import annotations

LONGEST = 30_000
LONGEST_LINE = 2_000
CLOSING = "</data>"


def mark_data(source: str, text: str) -> str:
    """The text between tags that say where it is from; it cannot close them itself."""
    inner = text.replace(CLOSING, "<\\/data>")
    name = source.replace('"', "'").replace("\n", " ")
    return f'<data from="{name}">\n{inner.rstrip()}\n{CLOSING}'


def cut_middle(text: str, longest: int = LONGEST) -> str:
    """The beginning and the end of a long text, with what was left out counted between them."""
    if len(text) <= longest:
        return text
    half = longest // 2
    head, tail = text[:half], text[-half:]
    head = head[: head.rfind("\n") + 1] or head
    tail = tail[tail.find("\n") + 1 :] or tail
    left = text.count("\n") - head.count("\n") - tail.count("\n")
    return (
        f"{head}… {left} lines, {len(text) - len(head) - len(tail)} characters left out …\n{tail}"
    )


def cut_line(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}… ({len(line)} characters)"
