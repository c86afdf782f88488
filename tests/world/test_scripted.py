"""The fake runner answers as it was told, and keeps what it was asked."""

from __future__ import annotations

import pytest

from backend_agent.values.errors import ToolMissing
from backend_agent.values.process import Completed, Invocation
from backend_agent.world.scripted import FakeRunner


def ask(*argv: str, log: str = "") -> Invocation:
    return Invocation(argv=argv, cwd="/x", log=log)


def test_the_longest_prefix_decides() -> None:
    runner = FakeRunner(
        {
            ("git",): Completed(argv=(), exit_code=1),
            ("git", "status"): Completed(argv=(), exit_code=0, output="clean"),
        }
    )
    done = runner.run(ask("git", "status", "-s", log="/log"))
    assert (done.exit_code, done.output, done.log) == (0, "clean", "/log")
    assert done.argv == ("git", "status", "-s")
    assert runner.run(ask("git", "log")).exit_code == 1
    assert [invocation.argv[1] for invocation in runner.invocations] == ["status", "log"]


def test_an_answer_may_depend_on_what_was_asked() -> None:
    def answer(invocation: Invocation) -> Completed:
        return Completed(argv=(), exit_code=len(invocation.argv))

    assert FakeRunner({("count",): answer}).run(ask("count", "a", "b")).exit_code == 3


def test_a_command_without_an_answer_is_a_missing_program() -> None:
    runner = FakeRunner()
    assert runner.run(ask("ruff")).stopped == "missing program"
    with pytest.raises(ToolMissing, match="ruff: not installed"):
        runner.start(ask("ruff"))


def test_a_started_service_stays_up_until_it_is_stopped() -> None:
    running = FakeRunner({("serve",): Completed(argv=(), exit_code=0, output="up")}).start(
        ask("serve")
    )
    assert (running.poll(), running.output()) == (None, "up")
    assert running.stop().exit_code == 0
    assert running.poll() == 0
