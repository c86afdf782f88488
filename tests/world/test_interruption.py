"""An interruption ends the commands that run and is heard by everyone who waits for one."""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend_agent.values.process import Invocation
from backend_agent.world.interruption import interrupt_promptly, stop_when_interrupted
from backend_agent.world.sandbox import open_sandbox


def test_a_command_that_would_go_on_for_an_hour_is_ended_and_no_other_begins(
    tmp_path: Path,
) -> None:
    started = tmp_path / "started"
    code = f"import pathlib, time; pathlib.Path({str(started)!r}).touch(); time.sleep(3600)"
    long = Invocation(argv=(sys.executable, "-c", code), cwd=str(tmp_path), timeout=3600.0)

    def press() -> None:
        while not started.exists():
            threading.Event().wait(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    with open_sandbox(writable=(tmp_path,)) as runner, ThreadPoolExecutor() as pool:
        waiting = pool.submit(runner.run, long)
        pool.submit(press)
        with interrupt_promptly(), pytest.raises(KeyboardInterrupt):
            waiting.result()
        with pytest.raises(KeyboardInterrupt):
            waiting.result()
        with pytest.raises(KeyboardInterrupt):
            runner.run(long)


def test_the_handler_of_before_is_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interrupt_promptly():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_outside_of_the_main_thread_the_block_runs_as_it_is() -> None:
    before = signal.getsignal(signal.SIGINT)

    def work() -> object:
        with interrupt_promptly():
            return signal.getsignal(signal.SIGINT)

    with ThreadPoolExecutor(max_workers=1) as pool:
        assert pool.submit(work).result() is before


def test_what_has_ended_is_not_stopped() -> None:
    ended, running = threading.Event(), threading.Event()
    with stop_when_interrupted(ended.set):
        pass
    with stop_when_interrupted(running.set):
        with interrupt_promptly(), pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        assert running.wait(10)
    assert not ended.is_set()
