"""Leases: who works on a run, and whether they live."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from backend_agent.durable.liveness import (
    clear_dead_executors,
    hold_executor,
    is_executor_alive,
    is_run_owned,
    name_executor,
    own_run,
)
from backend_agent.values.errors import InputError

HOLDER = """
import sys
from pathlib import Path
from backend_agent.durable.liveness import hold_executor, own_run
folder = Path(sys.argv[1])
kept = (own_run(folder), hold_executor(folder, "other"))
sys.stdout.write("held\\n")
sys.stdout.flush()
sys.stdin.read()
"""


def test_no_two_executors_have_one_name() -> None:
    assert len({name_executor() for _name in range(100)}) == 100


def test_an_executor_lives_as_long_as_its_process(tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "held\n"
    assert is_executor_alive(tmp_path, "other")
    assert is_run_owned(tmp_path)
    assert clear_dead_executors(tmp_path) == ()
    with pytest.raises(InputError, match="another process"):
        own_run(tmp_path)

    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdin.close()
    holder.stdout.close()

    assert not is_executor_alive(tmp_path, "other")
    assert not is_run_owned(tmp_path)
    assert clear_dead_executors(tmp_path) == ("other",)
    assert list((tmp_path / "executors").iterdir()) == []
    own_run(tmp_path).release()


def test_an_executor_that_never_was_is_not_alive(tmp_path: Path) -> None:
    assert not is_executor_alive(tmp_path, "nobody")
    assert clear_dead_executors(tmp_path) == ()


def test_a_released_run_can_be_owned_again(tmp_path: Path) -> None:
    with own_run(tmp_path):
        assert is_run_owned(tmp_path)
    with own_run(tmp_path), hold_executor(tmp_path, "one"):
        assert is_executor_alive(tmp_path, "one")
