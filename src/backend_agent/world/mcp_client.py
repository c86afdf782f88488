"""A client of MCP servers that the user named: started, asked and ended with a run."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from backend_agent.values.agent import Server
from backend_agent.values.errors import ToolFailed, ToolMissing

START_LIMIT = 30.0
CALL_LIMIT = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerTool:
    """`schema` is the JSON Schema of its arguments, as text."""

    server: str
    name: str
    purpose: str
    schema: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAnswer:
    text: str
    is_error: bool


class McpClient:
    """All servers of a run. One task opens, asks and closes them, as their library wants it."""

    def __init__(self, servers: tuple[Server, ...]) -> None:
        self._servers = servers
        self._runner = asyncio.Runner()
        self._sessions: dict[str, Any] = {}
        self._tools: list[ServerTool] = []
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def __enter__(self) -> McpClient:
        try:
            import mcp  # noqa: F401
        except ModuleNotFoundError as error:
            raise ToolMissing(
                f"MCP servers need a package that is not installed ({error.name})",
                hint="pip install 'backend-agent[mcp]'",
            ) from None
        self._runner.run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.run(self._close())
        self._runner.close()

    def list_tools(self) -> tuple[ServerTool, ...]:
        return tuple(sorted(self._tools, key=lambda tool: (tool.server, tool.name)))

    def call(self, tool: ServerTool, arguments: dict[str, Any]) -> ServerAnswer:
        """The answer's text. Trouble of the server is an answer that is an error."""

        async def ask() -> ServerAnswer:
            try:
                async with asyncio.timeout(CALL_LIMIT):
                    result = await self._sessions[tool.server].call_tool(tool.name, arguments)
            except Exception as error:  # noqa: BLE001 - whatever a server does is its answer
                return ServerAnswer(text=f"{type(error).__name__}: {error}", is_error=True)
            parts = [getattr(part, "text", f"({part.type})") for part in result.content]
            return ServerAnswer(text="\n".join(parts), is_error=bool(result.is_error))

        return self._runner.run(ask())

    async def _open(self) -> None:
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._stop = asyncio.Event()
        self._task = asyncio.ensure_future(self._keep(ready))
        await ready

    async def _close(self) -> None:
        if self._task is not None:
            self._stop.set()
            await asyncio.wait([self._task], timeout=10.0)

    async def _keep(self, ready: asyncio.Future[None]) -> None:
        try:
            async with AsyncExitStack() as stack:
                for server in self._servers:
                    await self._connect(server, stack)
                ready.set_result(None)
                await self._stop.wait()
        except Exception as error:  # noqa: BLE001 - it goes to whoever waits for the start
            if not ready.done():
                ready.set_exception(
                    error
                    if isinstance(error, ToolFailed)
                    else ToolFailed(f"MCP servers: {type(error).__name__}: {error}")
                )

    async def _connect(self, server: Server, stack: AsyncExitStack) -> None:
        from mcp.client.stdio import stdio_client
        from mcp.client.streamable_http import streamable_http_client

        from mcp import ClientSession, StdioServerParameters

        try:
            async with asyncio.timeout(START_LIMIT):
                if server.url:
                    streams = await stack.enter_async_context(streamable_http_client(server.url))
                else:
                    parameters = StdioServerParameters(
                        command=server.command,
                        args=list(server.args),
                        env={
                            "PATH": os.environ.get("PATH", os.defpath),
                            **dict(server.environment),
                        },
                    )
                    streams = await stack.enter_async_context(stdio_client(parameters))
                session = await stack.enter_async_context(ClientSession(streams[0], streams[1]))
                await session.initialize()
                listed = await session.list_tools()
        except Exception as error:
            raise ToolFailed(
                f"MCP server {server.name}: {type(error).__name__}: {error}",
                hint="check its command or address",
            ) from error
        self._sessions[server.name] = session
        for tool in listed.tools:
            self._tools.append(
                ServerTool(
                    server=server.name,
                    name=tool.name,
                    purpose=tool.description or tool.name,
                    schema=json.dumps(tool.input_schema),
                )
            )
