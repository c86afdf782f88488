"""A stand-in for language models' wire APIs on loopback: it answers what a script says, faults included.

It speaks the streaming forms of four public APIs, chosen by the path that a client posts to: Anthropic's
Messages, OpenAI's chat completions, Google's Gemini API and Amazon Bedrock's converse-stream.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

from tests.live.scripted_wires import write_bedrock, write_google

# The whole conversation as text → a text to say, a command to run, a tool to call, or a whole turn.
Script = Callable[[str], "str | Command | ToolCall | Turn"]


class Command(str):
    """A shell command that the model asks for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """Any tool by the name that the client gave it. `raw` replaces the arguments' JSON text."""

    name: str
    arguments: dict[str, object]
    raw: str = ""

    @property
    def text(self) -> str:
        return self.raw or json.dumps(self.arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One answer. `piece` is the length of the fragments that arguments and text come in (0 = whole).

    Faults: `status` an HTTP error instead of an answer; `cut` the connection breaks in the middle;
    `garbage` a line of the stream is no JSON. `stop` says why the answer ended where it is not plain.
    """

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    piece: int = 0
    status: int = 0
    cut: bool = False
    garbage: bool = False
    stop: Literal["", "length", "refusal"] = ""
    input_tokens: int = 10
    cached_tokens: int = 0
    output_tokens: int = 5


@contextmanager
def serve_script(script: Script, *, at_once: bool = False) -> Iterator[tuple[str, list[str]]]:
    """The address, and every request to the model so far as JSON text. The script is asked one thing after
    the other, unless it says that it may be asked several `at_once`."""
    requests: list[str] = []
    lock = threading.Lock()
    turns = nullcontext() if at_once else threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes: else the second waits 40 ms for the client's delayed word.
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def do_HEAD(self) -> None:
            self._send(b"", "text/plain")

        def do_GET(self) -> None:
            self._send(b"{}", "application/json")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            place = urlsplit(self.path).path
            wire = next((each for each in WIRES if place.endswith(each.path)), None)
            if wire is None:
                self._send(b'{"input_tokens": 10}', "application/json")
                return
            write = wire.write
            asked = json.loads(body)
            llm = asked.get("model", "scripted")
            said = asked["contents" if "contents" in asked else "messages"]
            system = asked.get("system") or asked.get("systemInstruction")
            text = json.dumps({"system": system, "messages": said})
            if not (asked.get("tools") or asked.get("toolConfig")):
                # A client's own errand, such as a title for the conversation.
                self._send(write(llm, Turn(text="A title"), 0), wire.kind)
                return
            with turns:
                with lock:
                    requests.append(text)
                    number = len(requests)
                turn = as_turn(script(text))
            if turn.status:
                self._refuse(turn.status)
                return
            self._send(write(llm, turn, number), wire.kind, cut=turn.cut)

        def _refuse(self, status: int) -> None:
            body = json.dumps({"type": "error", "error": {"type": "fault", "message": "scripted"}})
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("retry-after-ms", "1")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def _send(self, content: bytes, kind: str, *, cut: bool = False) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # a client may have gone meanwhile
                self.wfile.write(content[: len(content) // 2] if cut else content)
            self.close_connection = cut

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def as_turn(said: str | Command | ToolCall | Turn) -> Turn:
    if isinstance(said, Turn):
        return said
    if isinstance(said, Command):
        said = ToolCall(name="Bash", arguments={"command": str(said), "description": "Run"})
    return Turn(calls=(said,)) if isinstance(said, ToolCall) else Turn(text=said)


def _pieces(text: str, length: int) -> Iterator[str]:
    step = length or max(len(text), 1)
    for start in range(0, max(len(text), 1), step):
        yield text[start : start + step]


def write_anthropic(llm: str, turn: Turn, number: int) -> bytes:
    """The turn as server-sent events of the Messages API."""
    reason = {"length": "max_tokens", "refusal": "refusal"}.get(turn.stop)
    reason = reason or ("tool_use" if turn.calls else "end_turn")
    usage = {
        "input_tokens": turn.input_tokens,
        "cache_read_input_tokens": turn.cached_tokens,
        "cache_creation_input_tokens": 0,
        "output_tokens": 1,
    }
    message: dict[str, object] = {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "model": llm,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": usage,
    }
    events: list[dict[str, object]] = [{"type": "message_start", "message": message}]
    blocks: list[tuple[dict[str, object], str, str, str]] = []
    if turn.text:
        blocks.append(({"type": "text", "text": ""}, "text_delta", "text", turn.text))
    for at, call in enumerate(turn.calls):
        head: dict[str, object] = {
            "type": "tool_use",
            "id": f"toolu_{number}_{at}",
            "name": call.name,
            "input": {},
        }
        blocks.append((head, "input_json_delta", "partial_json", call.text))
    for index, (block, kind, key, text) in enumerate(blocks):
        events.append({"type": "content_block_start", "index": index, "content_block": block})
        events += [
            {"type": "content_block_delta", "index": index, "delta": {"type": kind, key: piece}}
            for piece in _pieces(text, turn.piece)
        ]
        events.append({"type": "content_block_stop", "index": index})
    end = {"stop_reason": reason, "stop_sequence": None}
    told = {"output_tokens": turn.output_tokens}
    events.append({"type": "message_delta", "delta": end, "usage": told})
    events.append({"type": "message_stop"})
    lines = [f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events]
    if turn.garbage:
        lines.insert(1, 'event: content_block_delta\ndata: {"type": "content_bl\n\n')
    return "".join(lines).encode()


def write_openai(llm: str, turn: Turn, number: int) -> bytes:
    """The turn as server-sent events of chat completions."""
    reason = {"length": "length", "refusal": "content_filter"}.get(turn.stop)
    reason = reason or ("tool_calls" if turn.calls else "stop")

    def chunk(delta: dict[str, object], finish: str | None = None) -> dict[str, object]:
        return {
            "id": f"chatcmpl_{number}",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": llm,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
        }

    chunks = [chunk({"role": "assistant", "content": ""})]
    if turn.text:
        chunks += [chunk({"content": piece}) for piece in _pieces(turn.text, turn.piece)]
    for at, call in enumerate(turn.calls):
        head = {"name": call.name, "arguments": ""}
        opening = {"index": at, "id": f"call_{number}_{at}", "type": "function", "function": head}
        chunks.append(chunk({"tool_calls": [opening]}))
        chunks += [
            chunk({"tool_calls": [{"index": at, "function": {"arguments": piece}}]})
            for piece in _pieces(call.text, turn.piece)
        ]
    chunks.append(chunk({}, reason))
    usage = {
        "prompt_tokens": turn.input_tokens + turn.cached_tokens,
        "completion_tokens": turn.output_tokens,
        "total_tokens": turn.input_tokens + turn.cached_tokens + turn.output_tokens,
        "prompt_tokens_details": {"cached_tokens": turn.cached_tokens},
    }
    chunks.append({**chunk({}), "choices": [], "usage": usage})
    lines = [f"data: {json.dumps(each)}\n\n" for each in chunks]
    if turn.garbage:
        lines.insert(1, 'data: {"id": "chatcm\n\n')
    return "".join([*lines, "data: [DONE]\n\n"]).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One API: the end of the path that is posted to, and how a turn is written there."""

    path: str
    write: Callable[[str, Turn, int], bytes]
    kind: str = "text/event-stream"


WIRES = (
    Wire(path="/messages", write=write_anthropic),
    Wire(path="/chat/completions", write=write_openai),
    Wire(path=":streamGenerateContent", write=write_google),
    Wire(
        path="/converse-stream",
        write=write_bedrock,
        kind="application/vnd.amazon.eventstream",
    ),
)
