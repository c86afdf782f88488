"""What a tool is: its name and arguments as models know them, what it does to the world, and its call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.values.changes import FileChange
from backend_agent.values.conversation import ToolShape
from backend_agent.world.schema import input_schema

Effect = Literal["reads", "plans", "writes", "runs", "fetches", "external"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolKind:
    """`subject` is what of it a rule and a person judge: a path, a command, an address; `foresee` the
    files as it would leave them, where that is known before it is done."""

    name: str
    purpose: str
    takes: type
    effect: Effect
    call: Callable[[Bench, Any], Done]
    subject: Callable[[Any], str] = lambda _given: ""
    foresee: Callable[[Bench, Any], tuple[FileChange, ...]] = lambda _bench, _given: ()

    def shape(self) -> ToolShape:
        schema = json.dumps(input_schema(self.takes), separators=(",", ":"))
        return ToolShape(name=self.name, purpose=self.purpose, schema=schema)


Registry = Mapping[str, ToolKind]
