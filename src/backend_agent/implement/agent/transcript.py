"""The transcript of a conversation: one JSON line for each entry, on the disk before work goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend_agent.values.conversation import Answered, Entry, Reply
from backend_agent.world.files import append_line, read_file

NAME = "transcript.jsonl"


class Transcript:
    """Written masked, each entry once: a run that goes on knows what is there already."""

    def __init__(self, folder: Path, mask: Callable[[str], str]) -> None:
        self._path = folder / NAME
        self._mask = mask
        self._there = len(read_transcript(folder))
        self._seen = 0

    def note(self, entry: Entry, count: int, question: str = "") -> None:
        """`question` names the call whose question the entry is about, "" for the conversation itself."""
        self._seen += 1
        if self._seen <= self._there:
            return
        place = {"at": count, **({"question": question} if question else {})}
        line = json.dumps({**place, **_plain(entry)}, ensure_ascii=False)
        append_line(self._path, self._mask(line))


def read_transcript(folder: Path) -> list[dict[str, Any]]:
    """The entries on the disk; a last line that a kill cut short is left out."""
    path = folder / NAME
    if not path.is_file():
        return []
    found = []
    for line in read_file(path).decode("utf-8", "replace").split("\n"):
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def _plain(entry: Entry) -> dict[str, object]:
    if isinstance(entry, Reply):
        calls = [{"tool": call.name, "arguments": call.arguments} for call in entry.calls]
        used = entry.usage
        return {
            "from": "llm",
            "text": entry.text,
            "calls": calls,
            "stop": entry.stop,
            "input_tokens": used.input_tokens,
            "cached_tokens": used.cached_tokens,
            "output_tokens": used.output_tokens,
        }
    if isinstance(entry, Answered):
        answers = [
            {"tool": each.name, "text": each.text, "is_error": each.is_error}
            for each in entry.answers
        ]
        return {"from": "tools", "answers": answers}
    return {"from": "us", "text": entry.text}
