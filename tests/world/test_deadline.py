"""Commands get the time that is left, and none once it is over."""

from __future__ import annotations

import pytest

from backend_agent.values.errors import ToolFailed
from backend_agent.values.process import Completed, Invocation
from backend_agent.world.clock import FixedClock
from backend_agent.world.deadline import DeadlineRunner
from backend_agent.world.scripted import FakeRunner

ASKED = Invocation(argv=("tool",), cwd="/", timeout=60.0)


def test_a_command_has_its_own_limit_or_what_is_left() -> None:
    clock, inner = FixedClock(), FakeRunner({("tool",): Completed(argv=(), exit_code=0)})
    runner = DeadlineRunner(inner, clock, end=100.0)
    assert runner.run(ASKED).succeeded
    clock.move(90)
    assert runner.run(ASKED).succeeded
    assert [each.timeout for each in inner.invocations] == [60.0, 10.0]


def test_what_the_deadline_cuts_is_told_apart_from_a_slow_command() -> None:
    clock = FixedClock()
    inner = FakeRunner({("tool",): Completed(argv=(), exit_code=None, stopped="timeout")})
    runner = DeadlineRunner(inner, clock, end=100.0)
    assert runner.run(ASKED).stopped == "timeout"
    clock.move(50)
    assert runner.run(ASKED).stopped == "deadline"


def test_nothing_is_started_once_the_time_is_over() -> None:
    clock, inner = FixedClock(), FakeRunner({("tool",): Completed(argv=(), exit_code=0)})
    runner = DeadlineRunner(inner, clock, end=100.0)
    runner.start(ASKED)
    clock.move(100)
    assert runner.run(ASKED).stopped == "deadline"
    with pytest.raises(ToolFailed, match="deadline"):
        runner.start(ASKED)
    assert len(inner.invocations) == 1
    assert runner.level == "bubblewrap"
