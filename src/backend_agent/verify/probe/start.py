"""Starts the service to be asked inside a session, and finds out by itself on which port it listens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend_agent.values.errors import BackendAgentError
from backend_agent.values.process import Completed, Invocation
from backend_agent.world.clock import pause
from backend_agent.world.doorway import Doorway
from backend_agent.world.process import Runner, Running

START_LIMIT = 60.0
# One that still tells of its work is given more time, until it has been silent for so long.
SILENCE = 20.0
MOST_LIMIT = 180.0
EXIT_LIMIT = 30.0
# So long a port that nobody speaks of may be that of a helper which opens before the service.
COMPANIONS = 2.0
STEP = 0.1
MOST_OUTPUT = 64_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedService:
    """`port` on the loopback of the session; `invocation` is how it was started."""

    running: Running
    port: int
    invocation: Invocation


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """Why no service listens, with the end of what it wrote; `waited` in seconds."""

    reason: str
    waited: float = 0.0


def start_service(
    runner: Runner,
    doorway: Doorway,
    candidates: Sequence[Invocation],
    taken: Sequence[int],
    limit: float = float("inf"),
) -> StartedService | NotStarted:
    """The first of the commands that comes to listen on a port which is not `taken`, all of them together
    within `limit` seconds."""
    reasons = []
    for invocation in candidates:
        if limit <= 0:
            break
        started = _start_one(runner, doorway, invocation, taken, limit)
        if isinstance(started, StartedService):
            return started
        limit -= started.waited
        reasons.append(f"{' '.join(invocation.argv)}: {started.reason}")
    return NotStarted(reason="; ".join(reasons) or "no command that starts it is known")


def _start_one(
    runner: Runner,
    doorway: Doorway,
    invocation: Invocation,
    taken: Sequence[int],
    limit: float,
) -> StartedService | NotStarted:
    seconds, told_length = min(START_LIMIT, limit), 0
    try:
        running = runner.start(invocation)
    except BackendAgentError as error:
        return NotStarted(reason=error.message)
    waited = 0.0
    settled = float("inf")
    while waited < seconds:
        if running.poll() is not None:
            told = tell_end(running.output())
            return NotStarted(reason=f"it ended with {running.poll()}: {told}", waited=waited)
        output = running.output()
        if len(output) > told_length:
            told_length = len(output)
            seconds = max(seconds, min(waited + SILENCE, MOST_LIMIT, limit))
        held = {*taken, *find_debuggers(output)}
        opened = [port for port in doorway.list_ports() if port not in held]
        if opened and (waited >= settled or _is_named(opened, running, invocation)):
            pause(STEP)
            return StartedService(
                running=running,
                port=_choose_port(opened, running, invocation),
                invocation=invocation,
            )
        if opened:
            settled = min(settled, waited + COMPANIONS)
            seconds = max(seconds, settled + 2 * STEP)
        pause(STEP)
        waited += STEP
    running.stop(1.0)
    return NotStarted(
        reason=f"it opened no port within {seconds:.0f} s: {tell_end(running.output())}",
        waited=waited,
    )


def find_debuggers(text: str) -> set[int]:
    """Ports that it announces for WebSockets alone, as a runtime does for its debugger."""
    sockets = set(re.findall(r"\bwss?://[^/\s:]+:(\d+)", text))
    return {int(port) for port in sockets - set(re.findall(r"\bhttps?://[^/\s:]+:(\d+)", text))}


def _is_named(opened: Sequence[int], running: Running, invocation: Invocation) -> bool:
    text = _told_of_ports(running, invocation)
    return any(re.search(rf"\b{port}\b", text) for port in opened)


def _told_of_ports(running: Running, invocation: Invocation) -> str:
    settings = (value for name, value in invocation.environment if "PORT" in name)
    return " ".join((running.output(), *invocation.argv, *settings))


def _choose_port(opened: Sequence[int], running: Running, invocation: Invocation) -> int:
    """Of several ports the one that the service speaks of, or that was given to it."""
    text = _told_of_ports(running, invocation)
    return max(opened, key=lambda port: (bool(re.search(rf"\b{port}\b", text)), -port))


def tell_end(text: str) -> str:
    """The last lines of an output, in one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " | ".join(lines[-3:])[-400:] or "without a word"


def try_start(
    runner: Runner, doorway: Doorway, invocation: Invocation, taken: Sequence[int]
) -> tuple[int | None, str]:
    """Start it and see whether it ends by itself: (exit code or None while it stays up, output)."""
    try:
        running = runner.start(invocation)
    except BackendAgentError as error:
        return 127, error.message
    waited = 0.0
    done: Completed | None = None
    while waited < EXIT_LIMIT and done is None:
        done = running.wait(STEP)
        waited += STEP
        if (
            done is None
            and waited > 1.0
            and any(port not in taken for port in doorway.list_ports())
        ):
            break
    if done is None:
        done = running.wait(0.5)
    if done is not None:
        return done.exit_code, done.output + done.errors
    output = running.output()
    running.stop(1.0)
    return None, output
