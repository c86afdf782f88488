"""`backend-agent acp`: an editor's prompt is a run; its calls, diffs and questions go to the editor."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from backend_agent.acp.answers import Answers, list_options
from backend_agent.acp.show import show_call, show_delivery, show_diffs, show_question
from backend_agent.equip import Wishes, equip_run
from backend_agent.implement.agent.permission import Foreseen
from backend_agent.implement.agent.person import Person
from backend_agent.values.agent import CallDone, Server
from backend_agent.values.conversation import ToolCall
from backend_agent.values.errors import BackendAgentError, BudgetExceeded, ToolMissing
from backend_agent.values.event import Event
from backend_agent.values.run import RunOptions
from backend_agent.values.version import VERSION
from backend_agent.world.companion import take_output
from backend_agent.world.interruption import stop_waiting

NAME = "backend-agent"
ASK_LIMIT = 3600.0
LOOK = 0.2
"""Seconds between two looks for a cancel."""
STOPPED = "stopped; `backend-agent runs resume last` continues it"
StopReason = Literal["end_turn", "max_turn_requests", "cancelled"]


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
    """One conversation of the editor: the folder it is about, the editor's own servers, what was answered
    for good, and whether its prompt is cancelled."""

    root: Path
    servers: tuple[Server, ...] = ()
    answers: Answers = field(default_factory=Answers)
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

    async def new_session(self, cwd: str, mcp_servers: Any = None, **_: Any) -> Any:
        from acp import NewSessionResponse

        name = f"session-{len(self._sessions) + 1}"
        self._sessions[name] = Session(Path(cwd), read_servers(mcp_servers or ()))
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
        work = asyncio.ensure_future(
            asyncio.to_thread(self._follow, session_id, session, text, loop)
        )
        while not (await asyncio.wait({work}, timeout=LOOK))[0]:
            # Again and again: what is begun between a cancel and its being heard is ended too.
            if session.cancelled.is_set():
                await asyncio.to_thread(stop_waiting)
        told, stop = work.result()
        await self._say(session_id, told)
        return PromptResponse(stop_reason=stop)

    def _follow(
        self, session_id: str, session: Session, text: str, loop: asyncio.AbstractEventLoop
    ) -> tuple[str, StopReason]:
        """What came of the prompt, in words and as the protocol calls it. A prompt that was cancelled is
        answered so, whatever its run came to in the meantime."""
        told: str
        stop: StopReason = "end_turn"
        try:
            told = self._run(session_id, session, text, loop)
        except KeyboardInterrupt:
            told = STOPPED
        except BudgetExceeded as error:
            told, stop = f"{error.message}\n{error.hint}", "max_turn_requests"
        except BackendAgentError as error:
            told = f"error: {error.message}\n{error.hint}"
        return told, "cancelled" if session.cancelled.is_set() else stop

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

        def heed(_event: Event | None = None) -> None:
            if session.cancelled.is_set():
                raise Cancelled

        def watch(call: ToolCall, done: CallDone) -> None:
            for update in show_call(session.root, call, done):
                wait_for(self._client.session_update(session_id, update))

        def ask(tool: str, subject: str, foreseen: Foreseen) -> bool:
            known = session.answers.recall(tool, subject)
            if known is not None:
                return known
            question = show_question(tool, subject, show_diffs(session.root, foreseen))
            option = wait_for(self._ask(session_id, question))
            heed()
            return session.answers.take(tool, subject, option)

        agent = equip_run(session.root, self._wishes)
        agent = replace(agent, servers=(*agent.servers, *session.servers))
        options = replace(self._options, agent=agent)
        task = api.understand_task(text)
        person = Person(ask=ask, watch=watch)
        delivery = api.start_run(session.root, task, options, on_event=heed, person=person)
        return show_delivery(delivery, api.summary_text(delivery))

    async def _ask(self, session_id: str, question: Any) -> str:
        """The id of the option that was chosen, "" where none was."""
        answer = await self._client.request_permission(
            session_id=session_id, tool_call=question, options=list_options()
        )
        return str(getattr(answer.outcome, "option_id", ""))


def read_servers(given: Iterable[Any]) -> tuple[Server, ...]:
    """The servers that an editor names, by command or by address."""
    return tuple(
        Server(
            name=each.name,
            command=str(getattr(each, "command", "")),
            args=tuple(getattr(each, "args", ())),
            environment=tuple((pair.name, pair.value) for pair in getattr(each, "env", ())),
            url=str(getattr(each, "url", "")),
        )
        for each in given
    )
