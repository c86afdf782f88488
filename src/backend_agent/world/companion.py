"""A process of our own that does one piece of work, tells how it goes, and ends when its caller does."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from backend_agent.values.errors import ToolFailed

GRACE = 3.0


class Companion:
    """The caller's side: the work's messages as they come, and two ways to end it."""

    def __init__(self, module: str, order: object) -> None:
        """Start `python -m module` and give it the order, any JSON value. Raises ToolFailed."""
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise ToolFailed(f"a process for the work cannot be started: {error}") from error
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    @property
    def pid(self) -> int:
        return self._process.pid

    def messages(self) -> Iterator[Any]:
        """Each message of the work, until it has none left; afterwards the process is gone."""
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                yield json.loads(line)
        self._process.wait()

    def end(self, grace: float = GRACE) -> None:
        """Ask the work to stop where it can be continued; after `grace` seconds it is killed.

        What it had started ends with it: a sandbox ends when its owner is gone.
        """
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


class Answers:
    """The work's side: where its messages go. Nothing else of the process can reach that pipe."""

    def __init__(self, pipe: BinaryIO) -> None:
        self._pipe = pipe
        self._lock = threading.Lock()

    def tell(self, message: object) -> None:
        """One message, any JSON value; a caller that is gone hears nothing."""
        line = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        with self._lock, contextlib.suppress(BrokenPipeError):
            self._pipe.write(line)
            self._pipe.flush()


def take_output() -> BinaryIO:
    """Standard output for the caller alone: whatever else writes to it, now or at the end of the
    process, writes to standard error."""
    sys.stdout.flush()
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def take_order() -> tuple[Any, Answers]:
    """The order of the caller. From now on standard output is standard error, and the main thread is
    interrupted (KeyboardInterrupt) as soon as the caller closes its end or is gone."""
    answers = Answers(take_output())
    orders = os.fdopen(os.dup(0), "rb")
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    order = json.loads(orders.readline())
    threading.Thread(target=_watch_caller, args=(orders,), name="caller", daemon=True).start()
    return order, answers


def _watch_caller(orders: BinaryIO) -> None:
    orders.read()
    os.kill(os.getpid(), signal.SIGINT)
