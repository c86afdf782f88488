"""A runner that answers from a script instead of running: the fake for tests of other rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from backend_agent.values.errors import ToolMissing
from backend_agent.values.process import Completed, Invocation
from backend_agent.world.process import Level

Script = Completed | Callable[[Invocation], Completed]


class FakeRunner:
    """`FakeRunner({("ruff", "check"): Completed(…)})`: the longest prefix of argv decides.

    An answer may be a function of the invocation. A command without an answer is a missing
    program, as on a machine that lacks it. `invocations` keeps what was asked, in order.
    """

    def __init__(
        self,
        answers: Mapping[Any, Script] | None = None,
        *,
        level: Level = "bubblewrap",
    ) -> None:
        # Keys are tuples of strings; typed loosely because a mapping is invariant in its keys.
        self._answers: dict[tuple[str, ...], Script] = dict(answers or {})
        self._level = level
        self.invocations: list[Invocation] = []

    @property
    def level(self) -> Level:
        return self._level

    def run(self, invocation: Invocation) -> Completed:
        self.invocations.append(invocation)
        script = self._find_script(invocation.argv)
        if script is None:
            return Completed(argv=invocation.argv, exit_code=None, stopped="missing program")
        answer = script if isinstance(script, Completed) else script(invocation)
        return replace(answer, argv=invocation.argv, log=answer.log or invocation.log)

    def start(self, invocation: Invocation) -> FakeRunning:
        done = self.run(invocation)
        if done.stopped == "missing program":
            raise ToolMissing(f"{invocation.argv[0]}: not installed")
        return FakeRunning(done)

    def _find_script(self, argv: tuple[str, ...]) -> Script | None:
        for length in range(len(argv), -1, -1):
            if argv[:length] in self._answers:
                return self._answers[argv[:length]]
        return None


class FakeRunning:
    """A service that stays up until it is stopped; one whose script ended at once has ended."""

    def __init__(self, done: Completed) -> None:
        self._done = done
        self._stopped = bool(done.exit_code)

    @property
    def log(self) -> str:
        return self._done.log

    def poll(self) -> int | None:
        return self._done.exit_code if self._stopped else None

    def output(self) -> str:
        return self._done.output

    def ask_to_end(self) -> None:
        self._stopped = True

    def wait(self, seconds: float) -> Completed | None:  # noqa: ARG002
        return self._done if self._stopped else None

    def measure_memory(self) -> int:
        return 0

    def stop(self, grace: float = 5.0) -> Completed:  # noqa: ARG002
        self._stopped = True
        return self._done
