"""`backend-agent acp`: an editor's prompt is a run; its calls, diffs and questions go to the editor."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from backend_agent.acp.show import allow_options, show_call, show_delivery
from backend_agent.equip import Wishes, equip_run
from backend_agent.implement.agent.person import Person
from backend_agent.values.agent import CallDone
from backend_agent.values.conversation import ToolCall
from backend_agent.values.errors import BackendAgentError, BudgetExceeded, ToolMissing
from backend_agent.values.event import Event
from backend_agent.values.run import RunOptions
from backend_agent.values.version import VERSION
from backend_agent.world.companion import take_output

NAME = "backend-agent"
ASK_LIMIT = 3600.0


def serve_editor(wishes: Wishes, options: RunOptions) -> None:
    """Serve one editor until it closes its end. Raises ToolMissing without the extra `[acp]`."""
    try:
        import acp
    except ModuleNotFoundError as error:
        raise ToolMissing(
            f"the door for editors needs a package that is not installed ({error.name})",
            hint="pip install 'backend-agent[acp]'",
        ) from None

    async def serve() -> None:
        # Nothing but the protocol may reach the editor.
        with take_output() as pipe:
            reader, writer = await _open_streams(pipe.fileno())
            await acp.run_agent(cast(Any, Editor(wishes, options)), writer, reader)

    asyncio.run(serve())


async def _open_streams(output: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    import sys

    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 26)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    transport, protocol = await loop.connect_write_pipe(
        asyncio.streams.FlowControlMixin, os.fdopen(os.dup(output), "wb")
    )
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


class Cancelled(KeyboardInterrupt):
    """The editor cancelled the prompt: the run stops before its next step, to be resumed."""


@dataclass(slots=True)
class Session:
    """One conversation of the editor: the folder it is about, and whether its prompt is cancelled."""

    root: Path
    cancelled: threading.Event = field(default_factory=threading.Event)


class Editor:
    """One method per request of the protocol."""

    def __init__(self, wishes: Wishes, options: RunOptions) -> None:
        self._wishes = wishes
        self._options = options
        self._sessions: dict[str, Session] = {}
        self._client: Any = None

    def on_connect(self, conn: Any) -> None:
        self._client = conn

    async def initialize(self, protocol_version: int, **_: Any) -> Any:
        from acp import PROTOCOL_VERSION, InitializeResponse
        from acp.schema import AgentCapabilities, Implementation

        return InitializeResponse(
            protocol_version=min(protocol_version, PROTOCOL_VERSION),
            agent_capabilities=AgentCapabilities(),
            agent_info=Implementation(name=NAME, title=NAME, version=VERSION),
        )

    async def new_session(self, cwd: str, **_: Any) -> Any:
        from acp import NewSessionResponse

        name = f"session-{len(self._sessions) + 1}"
        self._sessions[name] = Session(Path(cwd))
        return NewSessionResponse(session_id=name)

    async def cancel(self, session_id: str, **_: Any) -> None:
        if session_id in self._sessions:
            self._sessions[session_id].cancelled.set()

    async def prompt(self, session_id: str, prompt: list[Any], **_: Any) -> Any:
        from acp import PromptResponse, RequestError

        session = self._sessions.get(session_id)
        if session is None:
            raise RequestError.invalid_params({"sessionId": "no such session"})
        session.cancelled.clear()
        text = " ".join(part.text for part in prompt if getattr(part, "text", "")).strip()
        loop = asyncio.get_running_loop()
        try:
            told = await asyncio.to_thread(self._run, session_id, session, text, loop)
        except Cancelled:
            return PromptResponse(stop_reason="cancelled")
        except BudgetExceeded as error:
            await self._say(session_id, f"{error.message}\n{error.hint}")
            return PromptResponse(stop_reason="max_turn_requests")
        except BackendAgentError as error:
            await self._say(session_id, f"error: {error.message}\n{error.hint}")
            return PromptResponse(stop_reason="end_turn")
        await self._say(session_id, told)
        return PromptResponse(stop_reason="end_turn")

    async def _say(self, session_id: str, text: str) -> None:
        from acp import update_agent_message_text

        await self._client.session_update(session_id, update_agent_message_text(text))

    def _run(
        self, session_id: str, session: Session, text: str, loop: asyncio.AbstractEventLoop
    ) -> str:
        """The run, in a thread of its own; what it says goes through the protocol's loop."""
        import backend_agent as api

        def wait_for(work: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(ASK_LIMIT)

        def heed(_event: Event) -> None:
            if session.cancelled.is_set():
                raise Cancelled

        def watch(call: ToolCall, done: CallDone) -> None:
            for update in show_call(call, done):
                wait_for(self._client.session_update(session_id, update))

        def ask(tool: str, subject: str) -> bool:
            return bool(wait_for(self._ask(session_id, tool, subject)))

        agent = equip_run(session.root, self._wishes)
        options = replace(self._options, agent=agent)
        task = api.understand_task(text)
        person = Person(ask=ask, watch=watch)
        delivery = api.start_run(session.root, task, options, on_event=heed, person=person)
        return show_delivery(delivery, api.summary_text(delivery))

    async def _ask(self, session_id: str, tool: str, subject: str) -> bool:
        from acp.schema import ToolCallUpdate

        call = ToolCallUpdate(
            tool_call_id=f"ask-{tool}-{abs(hash(subject))}", title=f"{tool} {subject}"
        )
        answer = await self._client.request_permission(allow_options(), session_id, call)
        return getattr(answer.outcome, "option_id", "") == "allow"
