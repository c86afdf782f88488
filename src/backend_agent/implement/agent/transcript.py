"""The transcript of a conversation: one JSON line for each entry, on the disk before work goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from backend_agent.values.conversation import TRANSCRIPT, Answered, Entry, Reply
from backend_agent.world.files import append_line, read_json_lines


class Transcript:
    """Written masked, each entry once: a run that goes on knows what is there already."""

    def __init__(self, folder: Path, mask: Callable[[str], str]) -> None:
        self._path = folder / TRANSCRIPT
        self._mask = mask
        self._there = len(read_json_lines(self._path))
        self._seen = 0

    def note(self, entry: Entry, count: int, question: str = "") -> None:
        """`question` names the call whose question the entry is about, "" for the conversation itself."""
        self._seen += 1
        if self._seen <= self._there:
            return
        place = {"at": count, **({"question": question} if question else {})}
        line = json.dumps({**place, **_plain(entry)}, ensure_ascii=False)
        append_line(self._path, self._mask(line))


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
