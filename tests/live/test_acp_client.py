"""The editors' official TypeScript client drives a whole task over pipes: plan, diff, permission, cancel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRepository
from tests.implement.agent.scenario import PLAYS, SHOP
from tests.live.npm_clients import install_client
from tests.live.scripted_api import Turn, serve_script

pytestmark = [pytest.mark.live, pytest.mark.needs("node", "npm", "git", "uv")]

SDK = ("@agentclientprotocol/sdk", "0.29.0", "@agentclientprotocol/sdk/dist/acp.js")
WORK = ("plan", "double", "test", "finish")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def drive(root: Path, home: Path, mode: str, *words: str) -> dict[str, Any]:
    library = install_client(SDK)

    def script(told: str) -> Turn:
        return Turn(calls=(PLAYS[WORK[min(told.count('"tool_result"'), len(WORK) - 1)]],))

    with serve_script(script) as (address, _):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        agent = (sys.executable, "-m", "backend_agent", "acp", *llm, *words)
        done = subprocess.run(
            [
                "node",
                str(Path(__file__).with_name("acp_client.mjs")),
                str(library),
                str(root),
                mode,
                *agent,
            ],
            env={**os.environ, "BACKEND_AGENT_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=400,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return seen


def calls(seen: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in seen["updates"] if each["sessionUpdate"] == "tool_call"]


def test_a_prompt_is_a_run_whose_plan_and_diffs_are_shown(repo: MakeRepository, home: Path) -> None:
    seen = drive(repo(SHOP), home, "allow")
    assert seen["stop"] == "end_turn"
    assert [call["title"] for call in calls(seen)] == ["propose_plan", "Edit", "Write", "finish"]
    (diff,) = [part for part in calls(seen)[1]["content"] if part["type"] == "diff"]
    assert diff["path"] == "shop/price.py"
    assert "def double" in diff["newText"]
    assert "def double" not in diff["oldText"]
    (plan,) = [each for each in seen["updates"] if each["sessionUpdate"] == "plan"]
    assert len(plan["entries"]) == 2
    said = "".join(
        each["content"]["text"]
        for each in seen["updates"]
        if each["sessionUpdate"] == "agent_message_chunk"
    )
    assert "verified: " in said
    assert "run: " in said
