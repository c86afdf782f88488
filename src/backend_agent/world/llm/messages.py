"""Our entries of a conversation as the provider library's messages, and its answers as ours."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from backend_agent.values.conversation import (
    Answered,
    Asked,
    Entry,
    Reply,
    StopReason,
    Told,
    ToolCall,
    ToolShape,
    Usage,
)

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelMessage, ModelResponse
    from pydantic_ai.models import ModelRequestParameters

STOPS: dict[str | None, StopReason] = {"length": "length", "content_filter": "refusal"}


class Messages:
    """The messages of one conversation. What was made once is kept, so that a turn costs its own
    entries only, and what went before is sent the same to the last byte."""

    def __init__(self) -> None:
        self._system = ""
        self._entries: list[Entry] = []
        self._made: list[ModelMessage] = []

    def begins(self, asked: Asked) -> bool:
        """Whether what is asked goes on with this conversation."""
        first = asked.entries[0] if asked.entries else None
        return bool(self._entries) and self._system == asked.system and self._entries[0] is first

    def follow(self, system: str, entries: tuple[Entry, ...]) -> list[ModelMessage]:
        kept = 0
        if system == self._system:
            for old, new in zip(self._entries, entries, strict=False):
                if old is not new:
                    break
                kept += 1
        del self._entries[kept:], self._made[kept:]
        for entry in entries[kept:]:
            first = system if not self._made else ""
            self._made.append(_make_message(entry, first))
            self._entries.append(entry)
        self._system = system
        return list(self._made)


def _make_message(entry: Entry, system: str) -> ModelMessage:
    from pydantic_ai import messages as m

    if isinstance(entry, Reply):
        return m.ModelMessagesTypeAdapter.validate_json(entry.raw)[0]
    if isinstance(entry, Told):
        told: list[Any] = [m.UserPromptPart(content=entry.text)]
        return m.ModelRequest(parts=[m.SystemPromptPart(content=system), *told] if system else told)
    assert isinstance(entry, Answered)
    return m.ModelRequest(
        parts=[
            m.ToolReturnPart(
                tool_name=answer.name,
                content=answer.text,
                tool_call_id=answer.id,
                outcome="failed" if answer.is_error else "success",
            )
            for answer in entry.answers
        ]
    )


@lru_cache(maxsize=8)
def make_parameters(tools: tuple[ToolShape, ...]) -> ModelRequestParameters:
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.tools import ToolDefinition

    return ModelRequestParameters(
        function_tools=[
            ToolDefinition(
                name=tool.name,
                description=tool.purpose,
                parameters_json_schema=json.loads(tool.schema),
            )
            for tool in tools
        ]
    )


def read_response(response: ModelResponse) -> Reply:
    """What a response says. Calls whose answer was cut off by its length stay, with broken arguments."""
    from pydantic_ai import messages as m

    calls = tuple(
        ToolCall(id=part.tool_call_id, name=part.tool_name, arguments=_arguments(part.args))
        for part in response.parts
        if isinstance(part, m.ToolCallPart)
    )
    text = "".join(part.content for part in response.parts if isinstance(part, m.TextPart))
    stop = STOPS.get(response.finish_reason, "calls" if calls else "end")
    return Reply(
        text=text,
        calls=calls,
        stop=stop,
        usage=_read_usage(response),
        raw=m.ModelMessagesTypeAdapter.dump_json([_sendable(response)]).decode(),
    )


def _sendable(response: ModelResponse) -> ModelResponse:
    """The response as it can be sent back: providers take no arguments that are not JSON, and no
    message without content."""
    from dataclasses import replace

    from pydantic_ai import messages as m

    parts = [
        replace(part, args="{}")
        if isinstance(part, m.ToolCallPart) and not _is_object(_arguments(part.args))
        else part
        for part in response.parts
    ]
    if not any(isinstance(part, m.ToolCallPart) or getattr(part, "content", "") for part in parts):
        parts = [m.TextPart(content="(nothing)")]
    return replace(response, parts=parts)


def _arguments(args: Any) -> str:
    return args if isinstance(args, str) else json.dumps(args or {})


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text or "{}"), dict) and bool(text)
    except ValueError:
        return False


def _read_usage(response: ModelResponse) -> Usage:
    used = response.usage
    cost, priced = 0.0, True
    try:
        cost = float(response.cost().total_price)
    except (LookupError, AssertionError, ValueError):
        priced = False
    return Usage(
        requests=1,
        input_tokens=used.input_tokens,
        cached_tokens=used.cache_read_tokens,
        output_tokens=used.output_tokens,
        cost=cost,
        priced=priced,
    )
