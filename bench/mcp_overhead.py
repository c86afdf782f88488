"""The MCP server against the command line: first answer, a call, and the size of the list of tools.

`python -m bench.mcp_overhead [REPOSITORY]`; needs the extra `[mcp]`. Ratios are taken pair by pair.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backend_agent.mcp.serve import describe_tool
from backend_agent.mcp.tools import TOOLS
from bench.ratios import Ratio, run_once

PAIRS = 9
CHARACTERS_PER_TOKEN = 4
MOST_TOKENS = 3000
# A call answers in the time of its command at most: the server has started already.
MOST_CALL = 1.0
PROGRAM = Path(sys.executable).with_name("backend-agent")


class Connection:
    """One server and its client's end of the pipe."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [str(PROGRAM), "-C", str(root), "mcp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.number = 0
        self.ask(
            "initialize",
            protocolVersion="2025-06-18",
            capabilities={},
            clientInfo={"name": "bench", "version": "1"},
        )
        self.send(method="notifications/initialized")

    def send(self, **message: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self.process.stdin.flush()

    def ask(self, method: str, **params: object) -> Any:
        assert self.process.stdout is not None
        self.number += 1
        self.send(id=self.number, method=method, params=params)
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer or answer["result"].get("isError"):
            # An error comes sooner than an answer: as a measurement it would flatter us.
            sys.exit(f"{method} {params}: {answer}")
        return answer["result"]

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    command = (str(PROGRAM), "-C", str(root), "detect", "--json")
    subprocess.run(command, cwd=root, stdout=subprocess.DEVNULL, check=True)

    start = compare(
        lambda: time_of(lambda: Connection(root).close()), (sys.executable, "-c", "pass"), root
    )
    print(f"start to first answer and end / python -c pass: {start}")
    library = compare(
        lambda: time_of(lambda: Connection(root).close()),
        (sys.executable, "-c", "import mcp.server.lowlevel"),
        root,
    )
    print(f"start to first answer and end / import of the protocol's library: {library}")

    connection = Connection(root)
    connection.ask("tools/call", name="detect", arguments={})
    call = compare(
        lambda: time_of(lambda: connection.ask("tools/call", name="detect", arguments={})),
        command,
        root,
    )
    print(f"call of detect / backend-agent detect --json: {call}; at most {MOST_CALL:.1f}")
    empty = compare(
        lambda: time_of(lambda: connection.ask("tools/call", name="run_status", arguments={})),
        (str(PROGRAM), "-C", str(root), "runs", "list", "--json"),
        root,
    )
    print(f"call of run_status / backend-agent runs list --json: {empty}")
    connection.close()
    print(f"call of verify / backend-agent verify --json, nothing to check: {compare_work()}")

    written = json.dumps([describe_tool(tool) for tool in TOOLS], separators=(",", ":"))
    tokens = len(written) / CHARACTERS_PER_TOKEN
    print(f"list of {len(TOOLS)} tools: {len(written)} characters, {tokens:.0f} tokens by quarters")
    return 0 if call.median <= MOST_CALL and tokens < MOST_TOKENS else 1


def compare_work() -> Ratio:
    """A call that gets a process of its own, on a repository so small that only the way there counts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "package.json").write_text('{"name": "bench", "dependencies": {"hono": "^4"}}\n')
        subprocess.run(["git", "init", "-q", "."], cwd=root, check=True)
        connection = Connection(root)
        try:
            return compare(
                lambda: time_of(lambda: connection.ask("tools/call", name="verify", arguments={})),
                (str(PROGRAM), "-C", str(root), "verify", "--json"),
                root,
            )
        finally:
            connection.close()


def compare(ours: Callable[[], float], other: tuple[str, ...], cwd: Path) -> Ratio:
    ratios = [ours() / run_once(other, cwd) for _ in range(PAIRS)]
    return Ratio(median=statistics.median(ratios), least=min(ratios), most=max(ratios), pairs=PAIRS)


def time_of(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
