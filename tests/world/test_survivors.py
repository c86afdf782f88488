"""Processes that outlived their run are found by their mark and ended."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from backend_agent.world.survivors import RUN_MARK, end_survivors, find_survivors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def _start(value: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["sleep", "600"], env={**os.environ, RUN_MARK: value}, start_new_session=True
    )


def test_only_processes_with_the_mark_are_ended() -> None:
    ours, other = _start("run-a"), _start("run-ab")
    try:
        assert find_survivors(RUN_MARK, "run-a") == (ours.pid,)
        assert end_survivors(RUN_MARK, "run-a") == (ours.pid,)
        assert ours.wait() == -9
        assert find_survivors(RUN_MARK, "run-a") == ()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_double_forked_process_is_found(tmp_path: object) -> None:
    shell = subprocess.run(
        ["sh", "-c", "(setsid sleep 600 >/dev/null 2>&1 &) "],
        env={**os.environ, RUN_MARK: "run-b"},
        check=True,
    )
    assert shell.returncode == 0
    assert len(end_survivors(RUN_MARK, "run-b")) == 1
    assert find_survivors(RUN_MARK, "run-b") == ()


def test_with_nothing_to_end_nothing_is_ended() -> None:
    assert end_survivors(RUN_MARK, "run-nobody") == ()
