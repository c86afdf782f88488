"""A client that speaks the protocol by hand: it can send what no library would."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("backend-agent")
PROTOCOL = "2025-06-18"
Message = dict[str, Any]


class Client:
    """One connection. Every line of the server must be JSON: anything else fails the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.notifications: list[Message] = []
        self._number = 0

    def send(self, message: Message | str) -> None:
        assert self.process.stdin is not None
        line = message if isinstance(message, str) else json.dumps(message)
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def receive(self) -> Message:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the server closed its end"
        message: Message = json.loads(line)
        return message

    def begin(self, method: str, **params: object) -> int:
        self._number += 1
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    def wait_for(self, number: int) -> Message:
        while True:
            message = self.receive()
            if message.get("id") == number:
                return message
            self.notifications.append(message)

    def request(self, method: str, **params: object) -> Message:
        return self.wait_for(self.begin(method, **params))

    def begin_call(self, tool: str, **arguments: object) -> int:
        meta = {"progressToken": tool}
        return self.begin("tools/call", name=tool, arguments=arguments, _meta=meta)

    def call(self, tool: str, **arguments: object) -> Message:
        """The result of a call that must succeed."""
        result: Message = self.wait_for(self.begin_call(tool, **arguments))["result"]
        assert not result["isError"], result["content"][0]["text"]
        assert json.loads(result["content"][0]["text"]) == result["structuredContent"]
        structured: Message = result["structuredContent"]
        return structured

    def refuse(self, tool: str, **arguments: object) -> str:
        """What a call that must not succeed is answered."""
        result = self.wait_for(self.begin_call(tool, **arguments))["result"]
        assert result["isError"], result
        return str(result["content"][0]["text"])

    def close(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(60)


@contextmanager
def connect(
    root: Path, environment: Mapping[str, str], *, argv: tuple[str, ...] = ()
) -> Iterator[Client]:
    """A started server on `root`, introduced; `argv` is another program than ours."""
    process = subprocess.Popen(
        argv or (str(PROGRAM), "-C", str(root), "mcp"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=dict(environment),
        cwd=root,
        text=True,
    )
    client = Client(process)
    try:
        hello = client.request(
            "initialize",
            protocolVersion=PROTOCOL,
            capabilities={},
            clientInfo={"name": "test", "version": "1"},
        )
        assert hello["result"]["serverInfo"]["name"] == "backend-agent"
        client.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        yield client
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()
