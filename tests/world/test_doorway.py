"""From here into the network of a sandbox: connections, listeners, a relay, a collector."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from backend_agent.values.process import Invocation
from backend_agent.world.doorway import Doorway
from backend_agent.world.listener import Collector, Relay
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.wire import exchange_bytes

SERVE = """
import http.server as h
h.ThreadingHTTPServer(("127.0.0.1", 8417), h.SimpleHTTPRequestHandler).serve_forever()
"""
GET = b"GET /here.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
POST = """
import sys, urllib.request
address = f"http://127.0.0.1:{sys.argv[1]}/v1/traces"
request = urllib.request.Request(address, b"{}", {"Content-Type": "application/json"})
print(urllib.request.urlopen(request).status)
"""

WAIT = """
import signal, sys, time
signal.signal(15, lambda *_: sys.exit(7))
print("up", flush=True)
time.sleep(60)
"""


def test_a_service_inside_is_reached_cut_off_and_reached_again(tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("inside")
    with open_sandbox(writable=(tmp_path,)) as runner:
        doorway = Doorway(runner, tmp_path)
        runner.start(
            Invocation(argv=(sys.executable, "-c", SERVE), cwd=str(tmp_path), profile="verify")
        )

        async def ask() -> list[int]:
            while 8417 not in await asyncio.to_thread(doorway.list_ports):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            relay = Relay(doorway.listen, doorway.dial(8417))
            port = await relay.open()
            statuses = []
            for step in ("direct", "relayed", "cut", "restored"):
                if step == "cut":
                    await relay.cut()
                if step == "restored":
                    await relay.open()
                dial = doorway.dial(8417 if step == "direct" else port)
                answer = await exchange_bytes(dial, GET, method="GET", target="/here.txt")
                statuses.append(answer.status)
            await relay.cut()
            return statuses

        assert asyncio.run(ask()) == [200, 200, 0, 200]
        doorway.close()


def test_a_collector_outside_receives_what_is_sent_inside(tmp_path: Path) -> None:
    with open_sandbox(writable=(tmp_path,)) as runner:
        doorway = Doorway(runner, tmp_path)

        async def collect() -> list[tuple[str, object]]:
            collector = Collector()
            port = await collector.open(await asyncio.to_thread(doorway.listen))
            sent = Invocation(
                argv=(sys.executable, "-c", POST, str(port)), cwd=str(tmp_path), profile="verify"
            )
            done = await asyncio.to_thread(runner.run, sent)
            assert done.output.strip() == "200", done.errors
            await collector.close()
            return [(each.target, json.loads(each.body)) for each in collector.received]

        assert asyncio.run(collect()) == [("/v1/traces", {})]
        doorway.close()


def test_a_service_is_asked_to_end_measured_and_waited_for(tmp_path: Path) -> None:
    with open_sandbox(writable=(tmp_path,)) as runner:
        running = runner.start(
            Invocation(argv=(sys.executable, "-c", WAIT), cwd=str(tmp_path), profile="verify")
        )
        while "up" not in running.output():
            assert running.poll() is None
        assert running.wait(0.05) is None
        assert running.measure_memory() > 1_000_000
        running.ask_to_end()
        done = running.wait(10.0)
        assert done is not None
        assert (done.exit_code, done.stopped) == (7, "")
