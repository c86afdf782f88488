"""A shell in the component's own environment, in the sandbox; prepared when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

from backend_agent.values.process import Completed, Invocation
from backend_agent.verify.workshop import Workshop
from backend_agent.world.process import Running


class WorkshopShell:
    """Scripts for bash at the worktree's root. Its network holds the run's own services and nothing else."""

    def __init__(self, open_workshop: Callable[[], AbstractContextManager[Workshop]]) -> None:
        self._open = open_workshop
        self._stack = ExitStack()
        self._workshop: Workshop | None = None

    def run(self, script: str, timeout: float, stdin: bytes = b"") -> Completed:
        workshop = self._enter()
        return workshop.runner.run(_invocation(workshop, script, timeout, stdin))

    def start(self, script: str) -> Running:
        """Raises Refused, ToolMissing."""
        workshop = self._enter()
        return workshop.runner.start(_invocation(workshop, script, 0.0, b""))

    def close(self) -> None:
        """End everything that was started; the next command opens it anew."""
        self._workshop = None
        self._stack.close()
        self._stack = ExitStack()

    def _enter(self) -> Workshop:
        if self._workshop is None:
            self._workshop = self._stack.enter_context(self._open())
        return self._workshop


def _invocation(workshop: Workshop, script: str, timeout: float, stdin: bytes) -> Invocation:
    return Invocation(
        argv=("bash", "-c", script),
        cwd=str(workshop.worktree),
        profile="verify",
        environment=workshop.ground.environment,
        writable=(str(workshop.worktree),),
        timeout=timeout,
        stdin=stdin,
    )
