"""Killed after each tool call in turn, a run goes on behind it: no question and no effect comes twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import MakeRepository, run_git
from tests.implement.agent.kit import BAD_SERVER
from tests.implement.agent.scenario import PLAYS, SHOP, TASK
from tests.live.scripted_api import ToolCall, Turn, serve_script

pytestmark = [pytest.mark.live, pytest.mark.needs("git", "uv")]

NOTE = ToolCall(name="Bash", arguments={"command": "echo once >> shop/notes.txt"})
AMEND = ToolCall(name="amend_plan", arguments={"path": "shop/notes.txt", "reason": "notes"})
WORK = (PLAYS["plan"], AMEND, PLAYS["double"], NOTE, PLAYS["test"], NOTE, PLAYS["finish"])


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="agent-") as folder:
        yield Path(folder)


def start(home: Path, root: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "backend_agent", "-C", str(root), *words],
        env={**os.environ, "BACKEND_AGENT_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def count_answers(told: str) -> int:
    return told.count('"tool_result"')


@pytest.mark.parametrize("killed_after", [*range(1, len(WORK)), "every"])
def test_a_killed_run_goes_on_behind_the_last_call(
    killed_after: int | str, repo: MakeRepository, home: Path
) -> None:
    root = repo(SHOP)
    running: list[subprocess.Popen[str]] = []
    killed: set[int] = set()

    def script(told: str) -> Turn:
        done = count_answers(told)
        if done not in killed and done in (
            (killed_after,) if killed_after != "every" else range(1, len(WORK))
        ):
            killed.add(done)
            running[-1].send_signal(signal.SIGKILL)
            running[-1].wait()
        return Turn(calls=(WORK[min(done, len(WORK) - 1)],))

    with serve_script(script) as (address, requests):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        running.append(start(home, root, "run", TASK, *llm))
        running[-1].communicate(timeout=200)
        while running[-1].returncode == -signal.SIGKILL:
            assert len(running) <= len(WORK)
            running.append(start(home, root, "runs", "resume", find_run(home, root)))
            out, err = running[-1].communicate(timeout=200)
    assert running[-1].returncode == 0, out + err
    assert killed

    report = json.loads((home / "runs" / find_run(home, root) / "report.json").read_text())
    assert report["verdict"] == "verified", report["headline"]
    notes = run_git(root, "show", f"{report['branch']}:shop/notes.txt")
    assert notes == "once\nonce\n"
    asked = [count_answers(told) for told in requests]
    # What was under way when the process died is asked again, and nothing else.
    assert sorted(asked) == sorted([*range(len(WORK)), *killed])
    (usage,) = report["usage"]
    assert usage["usage"]["requests"] == len(WORK)
    transcript = (home / "runs" / find_run(home, root) / "transcript.jsonl").read_text()
    calls = [
        call["tool"]
        for line in transcript.splitlines()
        for call in json.loads(line).get("calls", ())
    ]
    assert calls == [call.name for call in WORK]


def test_a_run_that_is_killed_within_a_question_goes_on_within_it(
    repo: MakeRepository, home: Path
) -> None:
    root = repo(SHOP)
    question = ToolCall(name="Agent", arguments={"prompt": "Where is the price?"})
    work = (question, PLAYS["plan"], PLAYS["double"], PLAYS["test"], PLAYS["finish"])
    looks = (
        ToolCall(name="Glob", arguments={"pattern": "**"}),
        ToolCall(name="Grep", arguments={"pattern": "def net"}),
    )
    running: list[subprocess.Popen[str]] = []

    def script(told: str) -> Turn:
        done = count_answers(told)
        if "You answer one question" in told:
            if done == 1 and len(running) == 1:
                running[0].send_signal(signal.SIGKILL)
                running[0].wait()
            return Turn(calls=(looks[done],)) if done < len(looks) else Turn(text="In price.py.")
        return Turn(calls=(work[min(done, len(work) - 1)],))

    with serve_script(script) as (address, requests):
        run_until_killed(home, root, address, running)
    assert len(requests) == len(work) + len(looks) + 1 + 1
    report = json.loads((home / "runs" / find_run(home, root) / "report.json").read_text())
    (usage,) = report["usage"]
    assert usage["usage"]["requests"] == len(work) + len(looks) + 1
    assert usage["usage"]["tool_calls"] == len(work) + len(looks)


def test_questions_of_one_turn_are_asked_at_once_and_killed_among_them_go_on_within_them(
    repo: MakeRepository, home: Path
) -> None:
    root = repo(SHOP)
    both = tuple(ToolCall(name="Agent", arguments={"prompt": each}) for each in ("One?", "Two?"))
    work = (PLAYS["plan"], PLAYS["double"], PLAYS["test"], PLAYS["finish"])
    looks = {"One?": 2, "Two?": 1}
    # Broken, and with it the run, unless both are asked before either is answered.
    met = threading.Barrier(2, timeout=60)
    running: list[subprocess.Popen[str]] = []

    def script(told: str) -> Turn:
        done = count_answers(told)
        asked = next((each for each in looks if f'"{each}"' in told), "")
        if "You answer one question" not in told:
            return Turn(calls=both if done == 0 else (work[min(done - 2, len(work) - 1)],))
        if done < 2:
            is_first = met.wait() == 0
            if done == 1 and len(running) == 1:
                if is_first:
                    running[0].send_signal(signal.SIGKILL)
                running[0].wait()
        if done < looks[asked]:
            return Turn(calls=(ToolCall(name="Grep", arguments={"pattern": f"{asked}{done}"}),))
        return Turn(text=f"The answer to {asked}")

    with serve_script(script, at_once=True) as (address, requests):
        run_until_killed(home, root, address, running)

    heard = next(told for told in requests if "You answer" not in told and "answer to" in told)
    assert 0 < heard.index("The answer to One?") < heard.index("The answer to Two?")
    # The turn that was under way when the process died is asked again, and nothing else.
    assert len(requests) == 1 + 2 + 2 + 2 + 1 + len(work)
    report = json.loads((home / "runs" / find_run(home, root) / "report.json").read_text())
    (usage,) = report["usage"]
    assert usage["usage"]["requests"] == 1 + 2 + 2 + 1 + len(work)
    assert usage["usage"]["tool_calls"] == 2 + sum(looks.values()) + len(work)


def test_a_killed_run_calls_a_server_s_tool_once_and_one_that_dies_ends_no_run(
    repo: MakeRepository, home: Path, tmp_path: Path
) -> None:
    root, counted, config = repo(SHOP), tmp_path / "counted", tmp_path / "mcp.json"
    server = {"command": sys.executable, "args": [str(BAD_SERVER), str(counted)]}
    config.write_text(json.dumps({"mcpServers": {"shop": server}}))
    count, die = (
        ToolCall(name=f"mcp__shop__{name}", arguments={"text": ""}) for name in ("count", "die")
    )
    work = (PLAYS["plan"], count, die, PLAYS["double"], PLAYS["test"], PLAYS["finish"])
    running: list[subprocess.Popen[str]] = []

    def script(told: str) -> Turn:
        done = count_answers(told)
        if done == 2 and len(running) == 1:
            running[0].send_signal(signal.SIGKILL)
            running[0].wait()
        return Turn(calls=(work[min(done, len(work) - 1)],))

    with serve_script(script) as (address, requests):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        rights = ("--mcp-config", str(config), "--allow", "mcp__shop__*")
        running.append(start(home, root, "run", TASK, *llm, *rights))
        running[0].communicate(timeout=200)
        running.append(start(home, root, "runs", "resume", find_run(home, root)))
        out, err = running[1].communicate(timeout=200)
    assert running[1].returncode == 0, out + err
    assert counted.read_text() == "called\n"
    assert "MCP server shop" in requests[-1]


def run_until_killed(
    home: Path, root: Path, address: str, running: list[subprocess.Popen[str]]
) -> None:
    """A run that the script kills, then the same one resumed to its end; both are in `running`."""
    llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
    running.append(start(home, root, "run", TASK, *llm))
    running[0].communicate(timeout=200)
    assert running[0].returncode == -signal.SIGKILL
    running.append(start(home, root, "runs", "resume", find_run(home, root)))
    out, err = running[1].communicate(timeout=200)
    assert running[1].returncode == 0, out + err


def find_run(home: Path, root: Path) -> str:
    (run,) = [
        record.parent.name
        for record in (home / "runs").glob("*/run.json")
        if json.loads(record.read_text("utf-8"))["repository"] == str(root)
    ]
    return run


def test_a_run_that_a_budget_stopped_goes_on_with_a_larger_one(
    repo: MakeRepository, home: Path
) -> None:
    root = repo(SHOP)
    with serve_script(lambda told: Turn(calls=(WORK[count_answers(told)],))) as (address, requests):
        llm = ("--llm", "anthropic:claude-sonnet-5-5", "--llm-url", address)
        first = start(home, root, "run", TASK, *llm, "--max-tool-calls", "4")
        out, err = first.communicate(timeout=200)
        assert first.returncode == 5, out + err
        assert "runs resume" in err
        assert "--max-tool-calls" in err
        shown = start(home, root, "runs", "show", find_run(home, root))
        assert "stopped by its budget" in shown.communicate(timeout=60)[0]
        again = start(home, root, "runs", "resume", find_run(home, root), "--max-tool-calls", "50")
        out, err = again.communicate(timeout=200)
    assert again.returncode == 0, out + err
    assert [count_answers(told) for told in requests] == list(range(len(WORK)))
    report = json.loads((home / "runs" / find_run(home, root) / "report.json").read_text())
    assert report["verdict"] == "verified", report["headline"]
