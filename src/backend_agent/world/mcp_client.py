"""A client of MCP servers that the user named: started, asked and ended with a run."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from backend_agent.values.agent import Server
from backend_agent.values.errors import ToolFailed, ToolMissing
from backend_agent.world.files import open_log
from backend_agent.world.interruption import stop_when_interrupted

START_LIMIT = 30.0
CALL_LIMIT = 300.0
MOST_PAGES = 100


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
    """All servers of a run. One task opens, asks and closes them, as their library wants it.

    What they write beside the protocol goes into the file `log`; `limit` is in seconds for one call."""

    def __init__(
        self, servers: tuple[Server, ...], *, log: Path, limit: float = CALL_LIMIT
    ) -> None:
        self._servers = servers
        self._log = log
        self._limit = limit
        self._runner = asyncio.Runner()
        self._sessions: dict[str, Any] = {}
        self._tools: list[ServerTool] = []
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._said: TextIO = sys.stderr
        self._failure: ToolFailed | None = None
        self._starting = ""

    def __enter__(self) -> McpClient:
        try:
            import mcp  # noqa: F401
        except ModuleNotFoundError as error:
            raise ToolMissing(
                f"MCP servers need a package that is not installed ({error.name})",
                hint="pip install 'backend-agent[mcp]'",
            ) from None
        # What is no message is passed over; its trace belongs on nobody's screen.
        logging.getLogger("mcp.client").addHandler(logging.NullHandler())
        logging.getLogger("mcp.client").propagate = False
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
            work = asyncio.ensure_future(
                self._sessions[tool.server].call_tool(tool.name, arguments)
            )
            loop = asyncio.get_running_loop()

            def stop() -> None:
                loop.call_soon_threadsafe(work.cancel)

            with stop_when_interrupted(stop):
                try:
                    result = await asyncio.wait_for(work, self._limit)
                except TimeoutError:
                    return _trouble(tool, f"no answer within {self._limit:g} s")
                except asyncio.CancelledError:
                    raise KeyboardInterrupt from None
                except Exception as error:  # noqa: BLE001 - whatever a server does is its answer
                    return _trouble(tool, _reason(error))
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
                self._said = stack.enter_context(open_log(self._log))
                for server in self._servers:
                    await self._connect(server, stack)
                ready.set_result(None)
                await self._stop.wait()
        except Exception as error:  # noqa: BLE001 - it goes to whoever waits for the start
            if not ready.done():
                # What closes behind a failed start may raise too, and would hide the first reason.
                ready.set_exception(self._failure or _failed(self._starting, error))

    async def _connect(self, server: Server, stack: AsyncExitStack) -> None:
        from mcp.client.stdio import stdio_client
        from mcp.client.streamable_http import streamable_http_client

        from mcp import ClientSession, StdioServerParameters

        self._starting = server.name
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
                    streams = await stack.enter_async_context(stdio_client(parameters, self._said))
                session = await stack.enter_async_context(ClientSession(streams[0], streams[1]))
                await session.initialize()
                listed = await _list_all(session)
        except Exception as error:
            self._failure = _failed(server.name, error)
            raise self._failure from error
        self._sessions[server.name] = session
        for tool in listed:
            self._tools.append(
                ServerTool(
                    server=server.name,
                    name=tool.name,
                    purpose=tool.description or tool.name,
                    schema=json.dumps(tool.input_schema),
                )
            )


async def _list_all(session: Any) -> list[Any]:
    """The tools of all pages; a server that never stops paging is cut off."""
    from mcp.types import PaginatedRequestParams

    listed = await session.list_tools()
    tools = list(listed.tools)
    for _ in range(MOST_PAGES):
        if not listed.next_cursor:
            break
        listed = await session.list_tools(params=PaginatedRequestParams(cursor=listed.next_cursor))
        tools += listed.tools
    return tools


def _failed(server: str, error: BaseException) -> ToolFailed:
    return ToolFailed(f"MCP server {server}: {_reason(error)}", hint="check its command or address")


def _reason(error: BaseException) -> str:
    """The first error that is no bundle of others."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _trouble(tool: ServerTool, reason: str) -> ServerAnswer:
    return ServerAnswer(text=f"MCP server {tool.server}: {reason}", is_error=True)
