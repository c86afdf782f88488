"""Standard input and output as the protocol's streams: what is no message is answered, not dropped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import TextIOWrapper
from typing import Any

from backend_agent.world.companion import take_output


@asynccontextmanager
async def open_wire() -> AsyncIterator[tuple[Any, Any]]:
    """The streams to read from and to write to. While they are open, standard output is standard
    error and standard input is empty, so that nothing but the protocol reaches the client."""
    import anyio
    from mcp.server.stdio import stdio_server

    # The library gives the descriptor back at the end, and what was buffered until then would follow.
    output = anyio.wrap_file(TextIOWrapper(take_output(), encoding="utf-8"))
    async with stdio_server(stdout=output) as (read, write), anyio.create_task_group() as tasks:
        to_server, from_client = anyio.create_memory_object_stream[Any](0)
        tasks.start_soon(_relay, read, write, to_server)
        yield from_client, write
        tasks.cancel_scope.cancel()


async def _relay(read: Any, write: Any, to_server: Any) -> None:
    """Messages go on; a line that is none gets the error that JSON-RPC 2.0 section 5.1 has for it."""
    import anyio
    from mcp.shared.message import SessionMessage
    from mcp_types import INVALID_REQUEST, PARSE_ERROR, ErrorData, JSONRPCError

    async with to_server:
        async for item in read:
            try:
                if not isinstance(item, Exception):
                    await to_server.send(item)
                    continue
                broken = "json_invalid" in str(getattr(item, "errors", list)())
                data = ErrorData(
                    code=PARSE_ERROR if broken else INVALID_REQUEST,
                    message="not JSON" if broken else "not a JSON-RPC 2.0 message",
                )
                error = JSONRPCError(jsonrpc="2.0", id=None, error=data)
                await write.send(SessionMessage(error))
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                return
