"""A scripted turn in the wire forms of Google's Gemini API and of Amazon Bedrock's converse-stream."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.live.scripted_api import Turn


def write_google(llm: str, turn: Turn, number: int) -> bytes:
    """Server-sent events of `streamGenerateContent`; calls come whole there, text in pieces."""
    reason = {"length": "MAX_TOKENS", "refusal": "SAFETY"}.get(turn.stop, "STOP")
    parts: list[dict[str, object]] = [{"text": piece} for piece in _pieces(turn.text, turn.piece)]
    for at, call in enumerate(turn.calls):
        made = {"id": f"call_{number}_{at}", "name": call.name, "args": json.loads(call.text)}
        parts.append({"functionCall": made})
    usage = {
        "promptTokenCount": turn.input_tokens + turn.cached_tokens,
        "candidatesTokenCount": turn.output_tokens,
        "cachedContentTokenCount": turn.cached_tokens,
        "totalTokenCount": turn.input_tokens + turn.cached_tokens + turn.output_tokens,
    }
    lines = []
    for at, part in enumerate(parts, start=1):
        candidate: dict[str, object] = {
            "content": {"role": "model", "parts": [part]},
            "index": 0,
        }
        if at == len(parts):
            candidate["finishReason"] = reason
        event = {"candidates": [candidate], "usageMetadata": usage, "modelVersion": llm}
        lines.append(f"data: {json.dumps(event)}\r\n\r\n")
    if turn.garbage:
        lines.insert(1, 'data: {"candidates": [\r\n\r\n')
    return "".join(lines).encode()


def write_bedrock(_llm: str, turn: Turn, number: int) -> bytes:
    """Messages of the AWS event stream, each framed with its lengths and checksums."""
    reason = {"length": "max_tokens", "refusal": "guardrail_intervened"}.get(turn.stop)
    reason = reason or ("tool_use" if turn.calls else "end_turn")
    events: list[tuple[str, dict[str, object]]] = [("messageStart", {"role": "assistant"})]
    index = 0
    if turn.text:
        for piece in _pieces(turn.text, turn.piece):
            delta = {"contentBlockIndex": index, "delta": {"text": piece}}
            events.append(("contentBlockDelta", delta))
        events.append(("contentBlockStop", {"contentBlockIndex": index}))
        index += 1
    for at, call in enumerate(turn.calls):
        head = {"toolUse": {"toolUseId": f"tooluse_{number}_{at}", "name": call.name}}
        events.append(("contentBlockStart", {"contentBlockIndex": index, "start": head}))
        for piece in _pieces(call.text, turn.piece):
            inner = {"contentBlockIndex": index, "delta": {"toolUse": {"input": piece}}}
            events.append(("contentBlockDelta", inner))
        events.append(("contentBlockStop", {"contentBlockIndex": index}))
        index += 1
    events.append(("messageStop", {"stopReason": reason}))
    usage = {
        "inputTokens": turn.input_tokens,
        "cacheReadInputTokens": turn.cached_tokens,
        "outputTokens": turn.output_tokens,
        "totalTokens": turn.input_tokens + turn.output_tokens,
    }
    events.append(("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}))
    return b"".join(_frame(kind, json.dumps(event).encode()) for kind, event in events)


def _frame(kind: str, payload: bytes) -> bytes:
    named = {":event-type": kind, ":content-type": "application/json", ":message-type": "event"}
    heads = b"".join(
        bytes([len(name)])
        + name.encode()
        + b"\x07"
        + struct.pack(">H", len(value))
        + value.encode()
        for name, value in named.items()
    )
    prelude = struct.pack(">II", 16 + len(heads) + len(payload), len(heads))
    head = prelude + struct.pack(">I", zlib.crc32(prelude))
    message = head + heads + payload
    return message + struct.pack(">I", zlib.crc32(message))


def _pieces(text: str, length: int) -> list[str]:
    step = length or max(len(text), 1)
    return [text[start : start + step] for start in range(0, len(text), step)]
