"""What the children of a nursery share: one fork for each order on stdin, the outcome in a file."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import dbos  # noqa: F401  imported once, so that a child is ready at once

Order = dict[str, str]
Answer = dict[str, object]


def serve_orders(work_on: Callable[[Order], Answer]) -> None:
    """Answer each order with the process id of the child that does it, until stdin ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _do_order(work_on, json.loads(line))
            os._exit(0)
        _say(str(child))


def _do_order(work_on: Callable[[Order], Answer], order: Order) -> None:
    try:
        answer = work_on(order)
    except Exception as error:  # noqa: BLE001  told to the test
        answer = {"error": type(error).__name__, "message": str(error)}
    ground = Path(order["ground"])
    partial = ground / f"outcome-{os.getpid()}.partial"
    partial.write_text(json.dumps(answer))
    partial.rename(ground / f"outcome-{os.getpid()}.json")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
