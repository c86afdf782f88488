"""A runner with an end: what does not fit before the deadline is stopped, or never started."""

from __future__ import annotations

from dataclasses import replace

from backend_agent.values.errors import ToolFailed
from backend_agent.values.process import Completed, Invocation
from backend_agent.world.clock import Clock
from backend_agent.world.process import Level, Runner, Running

DEADLINE = "deadline"


class DeadlineRunner:
    """Passes commands on to `runner` until `clock` says `end` (in its `elapsed` seconds)."""

    def __init__(self, runner: Runner, clock: Clock, end: float) -> None:
        self._runner = runner
        self._clock = clock
        self._end = end

    @property
    def level(self) -> Level:
        return self._runner.level

    def run(self, invocation: Invocation) -> Completed:
        """As the runner does; `stopped` is "deadline" where the time was up before or meanwhile."""
        left = self._end - self._clock.elapsed()
        if left <= 0:
            return Completed(argv=invocation.argv, exit_code=None, stopped=DEADLINE)
        if left >= invocation.timeout:
            return self._runner.run(invocation)
        done = self._runner.run(replace(invocation, timeout=left))
        return replace(done, stopped=DEADLINE) if done.stopped == "timeout" else done

    def start(self, invocation: Invocation) -> Running:
        """As the runner does. Raises ToolFailed once the time is up."""
        if self._clock.elapsed() >= self._end:
            raise ToolFailed(f"{invocation.argv[0]}: not started: {DEADLINE}")
        return self._runner.start(invocation)
