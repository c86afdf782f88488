"""What a run leaves about itself: lines of JSON without secrets, and spans where a collector listens."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from backend_agent.durable.runs import create_run
from backend_agent.durable.witness import witness_run
from backend_agent.values.event import Event, ignore_event
from backend_agent.verify.probe.telemetry import Span, Telemetry
from backend_agent.world.clock import FixedClock
from backend_agent.world.listener import Collector
from backend_agent.world.telemetry import open_tracing
from tests.conftest import MakeRepository
from tests.implement.agent.scenario import PLAYS, SHOP, TASK
from tests.live.scripted_api import Turn, serve_script

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
NOBODY = "http://127.0.0.1:1"
WORK = ("plan", "double", "test", "finish")


@contextmanager
def collecting() -> Iterator[tuple[str, Collector]]:
    """A collector of our own on loopback, and its address."""
    collector, loop = Collector(), asyncio.new_event_loop()
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(collector.open(listening), loop).result(10)
    try:
        yield f"http://127.0.0.1:{port}", collector
    finally:
        asyncio.run_coroutine_threadsafe(collector.close(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def read_log(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


def test_each_event_is_a_line_and_no_secret_is_in_it(tmp_path: Path) -> None:
    record = create_run(tmp_path, repository=tmp_path, title="t", clock=FixedClock())
    environment = {"SHOP_API_KEY": "very-private-value"}
    with witness_run(record, FixedClock(), environment) as witness:
        listen = witness.watch_events(ignore_event)
        listen(Event(phase="verify", step="tests", state="started"))
        detail = "psql postgresql://ada:hunter22@db/shop said very-private-value"
        listen(Event(phase="verify", step="tests", state="failed", detail=detail))
    lines = read_log(Path(record.folder))
    assert [line["event"] for line in lines] == ["run", "step", "step", "run"]
    assert lines[2]["level"] == "warning"
    assert lines[2]["detail"] == "psql postgresql://ada:***@db/shop said ***"


def test_a_run_that_fails_says_so_in_its_last_line(tmp_path: Path) -> None:
    record = create_run(tmp_path, repository=tmp_path, title="t", clock=FixedClock())
    with pytest.raises(RuntimeError), witness_run(record, FixedClock(), {}):
        raise RuntimeError("password=abcdefgh12")
    last = read_log(Path(record.folder))[-1]
    assert (last["level"], last["detail"]) == ("error", "RuntimeError: password=***")


def test_without_an_endpoint_nothing_is_imported() -> None:
    script = (
        "import sys\n"
        "from backend_agent.world.telemetry import open_tracing\n"
        "with open_tracing({}) as tracing, tracing.span('run'):\n"
        "    tracing.record('check', (), 0.0, failed=False)\n"
        "assert not tracing.trouble and tracing.instrument is False\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@pytest.mark.parametrize(
    "off", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}], ids=str
)
def test_what_switches_the_exporter_off_is_heeded(off: dict[str, str]) -> None:
    with open_tracing({ENDPOINT: NOBODY, **off}) as tracing:
        assert tracing.instrument is False


def test_a_protocol_that_is_not_spoken_is_told_and_nothing_is_exported(tmp_path: Path) -> None:
    record = create_run(tmp_path, repository=tmp_path, title="t", clock=FixedClock())
    environment = {ENDPOINT: NOBODY, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}
    with witness_run(record, FixedClock(), environment):
        pass
    assert "http/protobuf only" in str(read_log(Path(record.folder))[1]["detail"])


def test_a_collector_that_is_away_neither_ends_nor_hides_the_work(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ENDPOINT, NOBODY)
    with (
        pytest.raises(ValueError, match="mine"),
        open_tracing(os.environ) as tracing,
        tracing.span("run"),
    ):
        raise ValueError("mine")
    assert capfd.readouterr() == ("", "")


@pytest.mark.live
@pytest.mark.needs("git", "uv")
def test_a_run_its_phases_checks_and_turns_are_spans_below_each_other(
    repo: MakeRepository, tmp_path: Path
) -> None:
    root = repo(SHOP)

    def script(told: str) -> Turn:
        return Turn(calls=(PLAYS[WORK[told.count('"tool_result"')]],))

    with collecting() as (endpoint, collector), serve_script(script) as (address, _):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        done = subprocess.run(
            [sys.executable, "-m", "backend_agent", "-C", str(root), "run", TASK, *llm],
            env={**os.environ, "BACKEND_AGENT_HOME": str(tmp_path / "home"), ENDPOINT: endpoint},
            capture_output=True,
            text=True,
            timeout=150,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    spans = Telemetry(collector).spans()
    by_id = {span.span_id: span for span in spans}
    (run,) = [span for span in spans if span.name == "run"]
    assert not run.parent_id
    assert len({span.trace_id for span in spans}) == 1

    def parent(span: Span) -> str:
        return by_id[span.parent_id].name

    phases = [span for span in spans if span.parent_id == run.span_id]
    assert {span.name for span in phases} == {"detect", "plan", "implement", "verify", "deliver"}
    turns = [span for span in spans if span.name.startswith("chat ")]
    assert [parent(turn) for turn in turns] == ["implement"] * len(WORK)
    assert {turn.attribute("gen_ai.usage.output_tokens") for turn in turns} == {"5"}
    checks = [span for span in spans if span.name == "check"]
    assert checks
    assert {parent(check) for check in checks} == {"verify"}
    # What was said stays here: no word of the model and no line of code is exported.
    sent = b"".join(each.body for each in collector.received)
    assert b"return gross" not in sent
    assert b"def double" not in sent
