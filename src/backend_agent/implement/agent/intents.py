"""Calls whose effect lies outside: written down before they are made, so that none is made twice."""

from __future__ import annotations

import json
from pathlib import Path

from backend_agent.world.files import append_line, read_file

NAME = "intents.jsonl"


class Intents:
    """A file of the run with one line for each call that was begun."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def begin(self, call: str) -> bool:
        """Whether the call was begun before; if not, it is now, on the disk."""
        known = read_file(self._path).decode().split("\n") if self._path.is_file() else []
        line = json.dumps(call)
        if line in known:
            return True
        append_line(self._path, line)
        return False
