"""A hand-written MCP server over stdio whose tools answer, refuse, die, hang and flood."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

TOOLS = ("echo", "count", "refuse", "die", "hang", "flood", "garbage", "picture", "two words!")


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def answer(number: object, result: dict[str, Any]) -> None:
    write(json.dumps({"jsonrpc": "2.0", "id": number, "result": result}))


def say(number: object, text: str, *, wrong: bool = False) -> None:
    answer(number, {"content": [{"type": "text", "text": text}], "isError": wrong})


def call(number: object, name: str, given: dict[str, Any]) -> None:
    if name == "die":
        os._exit(3)
    elif name == "hang":
        time.sleep(600)
    elif name == "flood":
        sys.stderr.write("words on stderr " * 1000)
        say(number, "x" * 5_000_000)
    elif name == "garbage":
        for _ in range(200):
            write("this is no JSON {")
        say(number, "after the garbage")
    elif name == "picture":
        picture = {"type": "image", "data": "AAAA", "mimeType": "image/png"}
        answer(number, {"content": [picture], "isError": False})
    elif name == "refuse":
        say(number, "no such order", wrong=True)
    elif name == "count":
        with Path(sys.argv[1]).open("a") as file:
            file.write("called\n")
        say(number, "counted")
    else:
        say(number, f"{given.get('text', '')} {os.environ.get('SHOP', 'without')}")


def list_page(cursor: str) -> dict[str, Any]:
    """The tools on two pages, as the protocol lets a server do."""
    schema = {"type": "object", "properties": {"text": {"type": "string"}}}
    at = int(cursor or 0)
    named = TOOLS[:4] if at == 0 else TOOLS[4:]
    page = {"tools": [{"name": each, "inputSchema": schema} for each in named]}
    return page | ({"nextCursor": "4"} if at == 0 else {})


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        number, given = asked.get("id"), asked.get("params") or {}
        if asked["method"] == "initialize":
            version = given["protocolVersion"]
            about = {"name": "bad", "version": "1"}
            told = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": about}
            answer(number, told)
        elif asked["method"] == "tools/list":
            answer(number, list_page(given.get("cursor") or ""))
        elif asked["method"] == "tools/call":
            call(number, given["name"], given.get("arguments") or {})
        elif number is not None:
            answer(number, {})


if __name__ == "__main__":
    main()
