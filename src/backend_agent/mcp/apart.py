"""Runs a working tool in a process of its own: progress as it comes, ended with the call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from backend_agent.values.errors import BackendAgentError, ToolFailed
from backend_agent.world.companion import Companion

if TYPE_CHECKING:
    from backend_agent.mcp.place import Place

MODULE = "backend_agent.mcp.work"
STOPPED = "stopped; `backend-agent runs resume last` continues it where it was"
Report = Callable[[int, str], Awaitable[None]]


async def call_apart(
    name: str, arguments: dict[str, Any], place: Place, report: Report
) -> dict[str, Any]:
    """The tool's answer as JSON data. Cancelled, or with the client gone, the work is stopped where
    it can be resumed and nothing of it goes on. Raises BackendAgentError as the tool did."""
    import anyio

    companion = Companion(MODULE, make_order(name, arguments, place))
    try:
        return await _hear(companion, report)
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(companion.end)


def make_order(name: str, arguments: dict[str, Any], place: Place) -> dict[str, Any]:
    """What the process of the work is given, as JSON data."""
    plain = asdict(place) | {"root": str(place.root), "packs": [str(pack) for pack in place.packs]}
    return {"tool": name, "arguments": arguments, "place": plain}


async def _hear(companion: Companion, report: Report) -> dict[str, Any]:
    import anyio

    messages = companion.messages()
    count = 0
    while True:
        message = await anyio.to_thread.run_sync(next, messages, None, abandon_on_cancel=True)
        if message is None:
            raise ToolFailed("the work ended without an answer", hint=STOPPED)
        if "answer" in message:
            answer: dict[str, Any] = message["answer"]
            return answer
        if "error" in message:
            raise BackendAgentError(message["error"], hint=message["hint"])
        if "bug" in message:
            raise ToolFailed(f"this is a bug in backend-agent: {message['bug']}", hint=STOPPED)
        count += 1
        await report(count, tell_event(message["event"]))


def tell_event(event: dict[str, Any]) -> str:
    """One line of progress."""
    detail = f": {event['detail']}" if event["detail"] else ""
    took = f" ({event['elapsed']:.1f} s)" if event["elapsed"] else ""
    return f"{event['phase']}: {event['step']} {event['state']}{detail}{took}"
