"""Our own part of a turn: from an answer of the language model to the next question, with one Read between.

`python -m bench.turn_overhead [TURNS]`; needs the extra `[llm]`. The model is a script on loopback that answers
at once, so what passes between its answer and the next request is ours: reading the stream, the call, the
record on the disk, the next request. Processor time is that of the whole process, the script's server included; of
the first and the last quarter it tells how a turn grows with those before it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.live.scripted_api import ToolCall, Turn, serve_script

from backend_agent.cli.door import main as backend_agent

MOST = 0.050
"""Seconds for the median turn."""
TURNS = 60


def measure_turns(count: int) -> tuple[list[float], list[float]]:
    """Seconds of each turn but the first, in which libraries are loaded: passed, and of the processor."""
    passed: list[float] = []
    used: list[float] = []
    answered = begun = 0.0

    def script(told: str) -> Turn:
        nonlocal answered, begun
        if answered:
            passed.append(time.perf_counter() - answered)
            used.append(time.process_time() - begun)
        at = told.count('"tool_result"')
        call = ToolCall(name="Read", arguments={"file_path": "a.py", "offset": at + 1})
        if at == count:
            call = ToolCall(name="finish", arguments={"outcome": "blocked"})
        answered, begun = time.perf_counter(), time.process_time()
        return Turn(calls=(call,))

    with tempfile.TemporaryDirectory() as folder, serve_script(script) as (address, _):
        root = Path(folder) / "shop"
        root.mkdir()
        (root / "a.py").write_text("".join(f"A{at} = {at}\n" for at in range(count + 1)))
        os.environ["BACKEND_AGENT_HOME"] = f"{folder}/home"
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        backend_agent(["-C", str(root), "run", "Read it all", *llm])
    return passed[1:], used[1:]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TURNS
    passed, used = measure_turns(count)
    median = statistics.median(passed)
    slow = sorted(passed)[int(len(passed) * 0.9)]
    print(
        f"own part of a turn: median {median * 1000:.1f} ms, ninth tenth {slow * 1000:.1f} ms,"
        f" least {min(passed) * 1000:.1f} ms, of {len(passed)} turns; at most {MOST * 1000:.0f} ms"
    )
    quarter = max(len(used) // 4, 1)
    first, last = (statistics.median(part) for part in (used[:quarter], used[-quarter:]))
    print(
        f"processor: median {statistics.median(used) * 1000:.1f} ms,"
        f" first quarter {first * 1000:.1f} ms, last quarter {last * 1000:.1f} ms"
    )
    return 0 if median <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
