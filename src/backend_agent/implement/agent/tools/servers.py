"""Tools of the user's own MCP servers, by the names other programs give them: `mcp__server__tool`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from backend_agent.implement.agent.bench import Bench, Done
from backend_agent.implement.agent.tools.kinds import ToolKind
from backend_agent.implement.agent.tools.text import cut_middle, mark_data
from backend_agent.values.agent import Server
from backend_agent.values.conversation import ToolShape
from backend_agent.world.mcp_client import McpClient, ServerTool


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
def open_tools(servers: tuple[Server, ...]) -> Iterator[tuple[ToolKind, ...]]:
    """The tools of all servers while the block runs, sorted by name. Raises ToolFailed, ToolMissing."""
    with McpClient(servers) as client:
        yield tuple(_make_kind(client, each) for each in client.list_tools())


def _make_kind(client: McpClient, offered: ServerTool) -> ToolKind:
    return ServerToolKind(
        name=f"mcp__{offered.server}__{offered.name}",
        purpose=offered.purpose,
        takes=Anything,
        effect="external",
        call=partial(_call, client, offered),
        subject=lambda given: given.text,
        offered=offered,
    )


def _call(client: McpClient, offered: ServerTool, bench: Bench, given: Anything) -> Done:
    answer = client.call(offered, json.loads(given.text))
    source = f"{offered.server} {offered.name}"
    text = mark_data(source, bench.mask(cut_middle(answer.text)))
    return Done(text=text, is_error=answer.is_error)
