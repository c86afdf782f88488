"""A stand-in for a language model's wire API on loopback: it answers what a script says."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# The whole conversation as text → a text to say, a command to run, or a tool to call.
Script = Callable[[str], "str | Command | ToolCall"]


class Command(str):
    """A shell command that the model asks for."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """Any tool by the name that the client gave it."""

    name: str
    arguments: dict[str, object]


@contextmanager
def serve_script(script: Script) -> Iterator[tuple[str, list[str]]]:
    """The address, and every request to the model so far as JSON text."""
    requests: list[str] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Quiet."""

        def do_HEAD(self) -> None:
            self._send(b"", "text/plain")

        def do_GET(self) -> None:
            self._send(b"{}", "application/json")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            if not self.path.split("?")[0].endswith("/messages"):
                self._send(b'{"input_tokens": 10}', "application/json")
                return
            asked = json.loads(body)
            text = json.dumps(asked["messages"])
            if not asked.get("tools"):
                # A client's own errand, such as a title for the conversation.
                self._send(_stream(asked["model"], "A title", 0), "text/event-stream")
                return
            with lock:
                requests.append(text)
                said = script(text)
            self._send(_stream(asked["model"], said, len(requests)), "text/event-stream")

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stream(llm: str, said: str | ToolCall, number: int) -> bytes:
    if isinstance(said, Command):
        said = ToolCall(name="Bash", arguments={"command": str(said), "description": "Run"})
    block: dict[str, object]
    if isinstance(said, ToolCall):
        block = {"type": "tool_use", "id": f"toolu_{number}", "name": said.name, "input": {}}
        delta = {"type": "input_json_delta", "partial_json": json.dumps(said.arguments)}
        reason = "tool_use"
    else:
        block = {"type": "text", "text": ""}
        delta = {"type": "text_delta", "text": said}
        reason = "end_turn"
    message: dict[str, object] = {
        "id": f"msg_{number}",
        "type": "message",
        "role": "assistant",
        "model": llm,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 1},
    }
    end = {"stop_reason": reason, "stop_sequence": None}
    events: tuple[dict[str, object], ...] = (
        {"type": "message_start", "message": message},
        {"type": "content_block_start", "index": 0, "content_block": block},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": end, "usage": {"output_tokens": 5}},
        {"type": "message_stop"},
    )
    return "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events).encode()
