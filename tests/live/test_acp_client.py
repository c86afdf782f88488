"""The editors' official TypeScript client drives a whole task over pipes: plan, diff, permission, cancel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MakeRepository
from tests.implement.agent.scenario import PLAYS, SHOP
from tests.live.npm_clients import install_client
from tests.live.scripted_api import Command, Script, ToolCall, Turn, serve_script

pytestmark = [pytest.mark.live, pytest.mark.needs("node", "npm", "git", "uv")]

SDK = ("@agentclientprotocol/sdk", "0.29.0", "@agentclientprotocol/sdk/dist/acp.js")
WORK = ("plan", "double", "test", "finish")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def play_work(told: str) -> Turn:
    """The whole task; whatever a call was answered, the next one follows, and nothing comes after."""
    return Turn(calls=(PLAYS[WORK[min(told.count('"tool_result"'), len(WORK) - 1)]],))


def drive(
    root: Path, home: Path, mode: str, *words: str, script: Script = play_work
) -> dict[str, Any]:
    library = install_client(SDK)
    with serve_script(script) as (address, requests):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        agent = (sys.executable, "-m", "backend_agent", "acp", *llm, *words)
        client = str(Path(__file__).with_name("acp_client.mjs"))
        done = subprocess.run(
            ["node", client, str(library), str(root), mode, *agent],
            env={**os.environ, "BACKEND_AGENT_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=100,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    seen["requests"] = len(requests)
    return seen


def calls(seen: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in seen["updates"] if each["sessionUpdate"] == "tool_call"]


def said(seen: dict[str, Any]) -> str:
    chunks = [each for each in seen["updates"] if each["sessionUpdate"] == "agent_message_chunk"]
    return "".join(each["content"]["text"] for each in chunks)


def latest_run(home: Path) -> dict[str, Any]:
    records = sorted((home / "runs").glob("*/run.json"), key=lambda path: path.stat().st_mtime)
    found: dict[str, Any] = json.loads(records[-1].read_text())
    return found


def test_a_prompt_is_a_run_whose_plan_and_diffs_are_shown(repo: MakeRepository, home: Path) -> None:
    root = repo(SHOP)
    seen = drive(root, home, "allow")
    assert seen["stop"] == "end_turn"
    assert [call["title"] for call in calls(seen)] == ["propose_plan", "Edit", "Write", "finish"]
    (diff,) = [part for part in calls(seen)[1]["content"] if part["type"] == "diff"]
    assert diff["path"] == str(root / "shop/price.py")
    assert "def double" in diff["newText"]
    assert "def double" not in diff["oldText"]
    (plan,) = [each for each in seen["updates"] if each["sessionUpdate"] == "plan"]
    assert len(plan["entries"]) == 2
    assert "verified: " in said(seen)
    assert "run: " in said(seen)


def test_what_is_allowed_once_is_done_and_the_next_is_asked(
    repo: MakeRepository, home: Path
) -> None:
    seen = drive(repo(SHOP), home, "allow_once", "--mode", "ask")
    assert seen["options"] == ["allow_once", "allow_always", "reject_once", "reject_always"]
    assert seen["asked"] == ["Edit shop/price.py", "Write tests/test_double.py"]
    assert [call["status"] for call in calls(seen)] == ["completed"] * 4
    assert seen["stop"] == "end_turn"
    assert "verified: " in said(seen)


def test_a_question_carries_the_diff_of_what_would_be_written(
    repo: MakeRepository, home: Path
) -> None:
    lost = ToolCall(
        name="Edit",
        arguments={"file_path": "shop/price.py", "old_string": "nowhere", "new_string": "x"},
    )
    command = ToolCall(name="Bash", arguments={"command": "true"})
    work = (PLAYS["plan"], PLAYS["double"], PLAYS["test"], lost, command, PLAYS["finish"])

    def script(told: str) -> Turn:
        return Turn(calls=(work[min(told.count('"tool_result"'), len(work) - 1)],))

    root = repo(SHOP)
    seen = drive(root, home, "reject_once,allow_once", "--mode", "ask", script=script)
    (edit,), (new,), nothing, run = seen["diffs"]
    assert edit["path"] == str(root / "shop/price.py")
    assert edit["oldText"] == SHOP["shop/price.py"]
    assert edit["newText"] == SHOP["shop/price.py"] + (
        "\n\ndef double(price: int) -> int:\n    return price * 2\n"
    )
    assert new["path"] == str(root / "tests/test_double.py")
    assert new.get("oldText") is None
    assert "def test_double" in new["newText"]
    assert nothing == run == []
    assert "double" not in (root / "shop/price.py").read_text()


def test_what_is_rejected_is_not_done_and_the_model_hears_it(
    repo: MakeRepository, home: Path
) -> None:
    seen = drive(repo(SHOP), home, "allow_once,reject_once", "--mode", "ask")
    assert [call["status"] for call in calls(seen)] == [
        "completed",
        "completed",
        "failed",
        "completed",
    ]
    assert "said no" in calls(seen)[2]["content"][0]["content"]["text"]
    assert seen["stop"] == "end_turn"
    assert "partially verified: " in said(seen)


@pytest.mark.parametrize(
    ("answer", "status"), [("allow_always", "completed"), ("reject_always", "failed")]
)
def test_what_is_answered_for_good_is_asked_once(
    answer: str, status: str, repo: MakeRepository, home: Path
) -> None:
    command = ToolCall(name="Bash", arguments={"command": "true"})
    work = (PLAYS["plan"], command, command, PLAYS["finish"])

    def script(told: str) -> Turn:
        return Turn(calls=(work[min(told.count('"tool_result"'), len(work) - 1)],))

    seen = drive(repo(SHOP), home, answer, "--mode", "ask", script=script)
    assert seen["asked"] == ["Bash true"]
    assert [call["status"] for call in calls(seen)[1:3]] == [status, status]


@pytest.mark.parametrize("mode", ["cancel-at-call", "cancel-at-question"])
def test_a_cancelled_prompt_is_answered_so_and_nothing_more_is_done(
    mode: str, repo: MakeRepository, home: Path
) -> None:
    seen = drive(repo(SHOP), home, mode, "--mode", "ask")
    assert seen["stop"] == "cancelled"
    assert [call["title"] for call in calls(seen)] == ["propose_plan"]
    assert "runs resume last" in said(seen)
    assert latest_run(home)["state"] == "interrupted"


@pytest.mark.parametrize("waits_for", ["answer", "command"])
def test_a_cancel_does_not_wait_for_an_answer_or_a_command(
    waits_for: str, repo: MakeRepository, home: Path, tmp_path: Path
) -> None:
    begun, over = tmp_path / "begun", threading.Event()
    root = repo(SHOP)

    def script(told: str) -> Turn | Command:
        if '"tool_result"' not in told:
            return Turn(calls=(PLAYS["plan"],))
        begun.touch()
        if waits_for == "command":
            return Command("sleep 600")
        over.wait(120)
        return Turn(text="too late")

    seen = drive(root, home, f"cancel-at:{begun}", script=script)
    over.set()
    assert seen["stop"] == "cancelled", said(seen)
    assert seen["waited"] < 60_000
    assert latest_run(home)["state"] == "interrupted"
