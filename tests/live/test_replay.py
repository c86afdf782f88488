"""The scripted turns of whole scenarios as the providers' own npm clients read them: the wire is the true one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.implement.agent.scenario import Scenario, read_scenarios
from tests.live.npm_clients import install_client
from tests.live.scripted_api import Turn, serve_script

pytestmark = [pytest.mark.live, pytest.mark.needs("node", "npm")]

CLIENTS = {
    "anthropic": ("@anthropic-ai/sdk", "1.13.0", "@anthropic-ai/sdk/index.mjs"),
    "openai": ("openai", "7.57.0", "openai/index.mjs"),
}
PATHS = {"anthropic": "", "openai": "/v1"}
STOPS = {
    "anthropic": {
        "length": "max_tokens",
        "refusal": "refusal",
        "calls": "tool_use",
        "": "end_turn",
    },
    "openai": {"length": "length", "refusal": "content_filter", "calls": "tool_calls", "": "stop"},
}


def is_whole(turn: Turn) -> bool:
    """Whether a client that gives up at the first fault reads it to its end."""
    broken = turn.status or turn.cut or turn.garbage
    return not broken and all(not call.raw for call in turn.calls)


SCENARIOS = read_scenarios({"home": "/home/ada", "sink": "http://127.0.0.1:1", "agent": "/agent"})
WHOLE: tuple[Scenario, ...] = tuple(
    each for each in SCENARIOS if each.beats and all(is_whole(beat.turn) for beat in each.beats)
)


def test_at_least_a_third_of_the_scenarios_are_replayed() -> None:
    assert len(WHOLE) * 3 >= len(SCENARIOS)


@pytest.mark.parametrize("wire", sorted(CLIENTS))
def test_every_turn_is_read_as_it_was_written(wire: str) -> None:
    turns = [beat.turn for scenario in WHOLE for beat in scenario.beats]
    left = iter(turns)
    entry = install_client(CLIENTS[wire])
    with serve_script(lambda _: next(left)) as (address, _):
        client = str(Path(__file__).with_name("replay_client.mjs"))
        done = subprocess.run(
            ["node", client, wire, str(entry), f"{address}{PATHS[wire]}", str(len(turns))],
            capture_output=True,
            text=True,
            timeout=150,
        )
    assert done.returncode == 0, done.stderr
    seen: list[dict[str, Any]] = json.loads(done.stdout)
    for turn, read in zip(turns, seen, strict=True):
        assert read["text"] == turn.text
        assert read["calls"] == [[call.name, json.loads(call.text)] for call in turn.calls]
        assert read["stop"] == STOPS[wire][turn.stop or ("calls" if turn.calls else "")]
