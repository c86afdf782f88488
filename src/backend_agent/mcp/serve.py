"""The server: lists tools, resources and prompts, and answers calls until the client is gone."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any

from backend_agent.agents import PHASES
from backend_agent.mcp.apart import call_apart
from backend_agent.mcp.guides import MARKDOWN, READABLES, find_prompt, prompt_text
from backend_agent.mcp.tools import BY_NAME, TOOLS, ToolKind
from backend_agent.mcp.wire import open_wire
from backend_agent.values.errors import BackendAgentError, ToolMissing
from backend_agent.values.event import ignore_event
from backend_agent.values.plain import to_plain
from backend_agent.values.version import VERSION
from backend_agent.world.schema import input_schema, output_schema, read_arguments

if TYPE_CHECKING:
    from backend_agent.mcp.place import Place

NAME = "backend-agent"
INSTRUCTIONS = (
    "Exact facts about this backend, changes by analogy, and a judge that runs the checks itself."
    " detect before a change; add_resource, add_field or add_capability where they fit (they work on a"
    " branch); verify after it, and repeat its headline word for word."
)
MISSING = "the MCP server needs the package `mcp`, which is not installed"
INSTALL = "pip install 'backend-agent[mcp]'"


def serve_stdio(place: Place) -> None:
    """Serve one client until it closes its end. Raises ToolMissing without the extra `[mcp]`."""
    try:
        import anyio
        import mcp.server.lowlevel  # noqa: F401
    except ModuleNotFoundError as error:
        raise ToolMissing(f"{MISSING} ({error.name})", hint=INSTALL) from None
    # A reader that waits for the client cannot be woken; what works apart sees that we are gone.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    anyio.run(_serve, place)


async def _serve(place: Place) -> None:
    server = make_server(place)
    async with open_wire() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def make_server(place: Place) -> Any:
    """The server of the protocol library with our handlers; not yet connected to anything."""
    from mcp.server.lowlevel import Server

    handlers = Handlers(place)
    return Server(
        NAME,
        version=VERSION,
        instructions=INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
    )


def describe_tool(tool: ToolKind) -> dict[str, Any]:
    """The tool as `tools/list` shows it; an answer that an earlier tool gives too is described there."""
    first = next(each for each in TOOLS if each.gives is tool.gives)
    known = {"type": "object", "description": f"as {first.name} answers"}
    return {
        "name": tool.name,
        "description": tool.purpose,
        "inputSchema": input_schema(tool.takes),
        "outputSchema": output_schema(tool.gives) if first is tool else known,
        "annotations": {
            "readOnlyHint": tool.effect == "reads",
            "destructiveHint": tool.effect == "writes",
        },
    }


class Handlers:
    """One method per request of the protocol; every error is told as what, where and what to do."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def list_tools(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListToolsResult, Tool

        return ListToolsResult(tools=[Tool.model_validate(describe_tool(tool)) for tool in TOOLS])

    async def call_tool(self, context: Any, params: Any) -> Any:
        from mcp.shared.exceptions import MCPError
        from mcp_types import INVALID_PARAMS, CallToolResult, TextContent

        tool = BY_NAME.get(params.name)
        if tool is None:
            names = ", ".join(BY_NAME)
            raise MCPError(INVALID_PARAMS, f"unknown tool {params.name!r}; there are: {names}")
        try:
            answer = await self._call(tool, params.arguments or {}, context)
        except BackendAgentError as error:
            text = f"error: {error.message}" + (f"\n→ {error.hint}" if error.hint else "")
            return CallToolResult(content=[TextContent(text=text)], is_error=True)
        except Exception as bug:  # noqa: BLE001 - the door: nothing may end the server
            traceback.print_exc(file=sys.stderr)
            text = f"error: this is a bug in backend-agent: {type(bug).__name__}: {bug}"
            return CallToolResult(content=[TextContent(text=text)], is_error=True)
        text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(text=text)], structured_content=answer)

    async def _call(self, tool: ToolKind, given: dict[str, Any], context: Any) -> Any:
        import anyio

        arguments = read_arguments(tool.takes, given)
        if tool.effect == "works":

            async def report(count: int, text: str) -> None:
                await context.session.report_progress(count, None, text)

            return await call_apart(tool.name, given, self._place, report)

        def call() -> Any:
            return to_plain(tool.call(self._place, arguments, ignore_event))

        # A write goes to its end, whatever becomes of the client; a read may be left behind.
        leave = tool.effect == "reads"
        return await anyio.to_thread.run_sync(call, abandon_on_cancel=leave)

    async def list_resources(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListResourcesResult, Resource

        return ListResourcesResult(
            resources=[
                Resource(uri=each.uri, name=each.name, description=each.about, mime_type=MARKDOWN)
                for each in READABLES
            ]
        )

    async def read_resource(self, _context: Any, params: Any) -> Any:
        import anyio
        from mcp.shared.exceptions import MCPError
        from mcp_types import INVALID_PARAMS, ReadResourceResult, TextResourceContents

        uri = str(params.uri)
        found = next((each for each in READABLES if each.uri == uri), None)
        if found is None:
            known = ", ".join(each.uri for each in READABLES)
            raise MCPError(INVALID_PARAMS, f"unknown resource {uri!r}; there are: {known}")
        try:
            text = await anyio.to_thread.run_sync(found.read, self._place)
        except BackendAgentError as error:
            raise MCPError(INVALID_PARAMS, f"{error.message} → {error.hint}") from None
        content = TextResourceContents(uri=uri, mime_type=MARKDOWN, text=text)
        return ReadResourceResult(contents=[content])

    async def list_prompts(self, _context: Any, _params: Any) -> Any:
        from mcp_types import ListPromptsResult, Prompt, PromptArgument

        task = PromptArgument(name="task", description="what is to be done", required=False)
        return ListPromptsResult(
            prompts=[
                Prompt(name=guide.phase, description=guide.purpose, arguments=[task])
                for guide in PHASES
            ]
        )

    async def get_prompt(self, _context: Any, params: Any) -> Any:
        from mcp.shared.exceptions import MCPError
        from mcp_types import INVALID_PARAMS, GetPromptResult, PromptMessage, TextContent

        try:
            guide = find_prompt(params.name)
        except BackendAgentError as error:
            raise MCPError(INVALID_PARAMS, f"{error.message} → {error.hint}") from None
        text = prompt_text(guide, (params.arguments or {}).get("task", ""))
        message = PromptMessage(role="user", content=TextContent(text=text))
        return GetPromptResult(description=guide.purpose, messages=[message])
