"""What passes between us and a language model, turn by turn, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TRANSCRIPT = "transcript.jsonl"
"""The file of a run that holds what was said, one JSON line for each entry, secrets masked."""
StopReason = Literal["calls", "end", "length", "refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolShape:
    """A tool as a model sees it; `schema` is the JSON Schema of its arguments, as text."""

    name: str
    purpose: str
    schema: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """`arguments` is the JSON text as it came, whole or broken."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolAnswer:
    id: str
    name: str
    text: str
    is_error: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens and money; `input_tokens` counts all of them, `cached_tokens` those read from a cache.

    `cost` in US dollars; `priced` is False where a price was not known, and then `cost` says too little."""

    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    tool_calls: int = 0
    cost: float = 0.0
    priced: bool = True

    @property
    def tokens(self) -> int:
        return self.input_tokens + self.output_tokens

    def plus(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            tool_calls=self.tool_calls + other.tool_calls,
            cost=self.cost + other.cost,
            priced=self.priced and other.priced,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What we say to the model."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the model answered. `raw` is the answer in the provider library's own JSON, because parts of
    it (signatures, ids) must go back unchanged; `text` and `calls` are what we read in it."""

    text: str
    calls: tuple[ToolCall, ...]
    stop: StopReason
    usage: Usage
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers to all calls of the reply before."""

    answers: tuple[ToolAnswer, ...]


Entry = Told | Reply | Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A whole request: what stands first and never changes, the tools, and everything said so far."""

    system: str
    tools: tuple[ToolShape, ...]
    entries: tuple[Entry, ...]
