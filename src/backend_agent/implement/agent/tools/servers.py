"""Tools of the user's own MCP servers, by the names other programs give them: `mcp__server__tool`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.text import cut_middle, mark_data
from backend_agent.values.agent import Server
from backend_agent.values.conversation import ToolShape
from backend_agent.world.mcp_client import McpClient, ServerTool

LONGEST_PURPOSE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anything:
    """Arguments that the server itself judges, as JSON text."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerToolKind(ToolKind):
    """A tool whose schema is its server's own."""

    offered: ServerTool

    def shape(self) -> ToolShape:
        return ToolShape(name=self.name, purpose=self.purpose, schema=self.offered.schema)


@contextmanager
def open_tools(servers: tuple[Server, ...], log: Path) -> Iterator[tuple[ToolKind, ...]]:
    """The tools of all servers while the block runs, sorted by name; what they write beside the protocol
    goes into `log`. Raises ToolFailed, ToolMissing."""
    with McpClient(servers, log=log) as client:
        yield tuple(_make_kind(client, each) for each in client.list_tools())


def _make_kind(client: McpClient, offered: ServerTool) -> ToolKind:
    return ServerToolKind(
        name=_name_tool(offered),
        purpose=offered.purpose[:LONGEST_PURPOSE],
        takes=Anything,
        effect="external",
        call=partial(_call, client, offered),
        subject=lambda given: given.text,
        offered=offered,
    )


def _name_tool(offered: ServerTool) -> str:
    """As providers take names: letters, digits, `_` and `-`, at most 64 of them."""
    return re.sub(r"[^\w-]", "_", f"mcp__{offered.server}__{offered.name}", flags=re.ASCII)[:64]


def _call(client: McpClient, offered: ServerTool, bench: Bench, given: Anything) -> Done:
    answer = client.call(offered, json.loads(given.text))
    source = f"{offered.server} {offered.name}"
    text = mark_data(source, bench.mask(cut_middle(answer.text)))
    return Done(text=text, is_error=answer.is_error)
