"""Work that a client orders: on a branch, with progress, stopped when asked, never lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from backend_agent.durable.runs import list_runs
from backend_agent.values.run import RunRecord
from backend_agent.world.survivors import RUN_MARK, find_survivors
from tests.conftest import MakeRepository, run_git
from tests.mcp.client import PROGRAM, Client, connect
from tests.mcp.test_lists import check_answer

ORDER = {"name": "order", "fields": ["total:int", "note:string"]}
PATIENCE = 60.0


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_a_resource_is_written_to_a_branch_and_applied_and_undone_by_its_whole_name(
    garden: Path, bare: dict[str, str]
) -> None:
    before, head = snapshot(garden), run_git(garden, "rev-parse", "HEAD")
    with connect(garden, bare) as client:
        made = check_answer(client, "add_resource", dict(ORDER))
        run = str(made["run"])
        assert made["branch"] == f"backend-agent/{run}"
        assert any("src/routes/orders.ts" in file for file in client_texts(made["files"]))
        assert (snapshot(garden), run_git(garden, "rev-parse", "HEAD")) == (before, head)
        assert "orders.ts" in run_git(garden, "ls-tree", "-r", "--name-only", str(made["branch"]))

        progress = [
            each["params"]["message"]
            for each in client.notifications
            if each["method"] == "notifications/progress"
        ]
        assert [each for each in progress if each.startswith("implement: ")]
        assert [each for each in progress if each.startswith("verify: ")]

        shown = check_answer(client, "show_run", {"run": "last", "diffs": True})
        assert any("+++ b/src/routes/orders.ts" in file for file in client_texts(shown["files"]))
        state = check_answer(client, "run_status", {"run": run})["runs"]
        assert [(each["run"], each["state"]) for each in client_rows(state)] == [(run, "finished")]
        report = client.request("resources/read", uri="backend-agent://report/last")["result"]
        assert str(made["headline"]) in report["contents"][0]["text"]

        for short in ("last", run[:-2]):
            assert "give the whole id" in client.refuse("apply_run", run=short)
        assert made["verdict"] == "unverified"
        assert "--unverified" in client.refuse("apply_run", run=run)
        assert snapshot(garden) == before
        written = check_answer(client, "apply_run", {"run": run, "unverified": True})["written"]
        assert "src/routes/orders.ts" in client_texts(written)
        assert (garden / "src/routes/orders.ts").is_file()
        check_answer(client, "undo_run", {"run": run})
        assert snapshot(garden) == before


def client_texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]


def client_rows(value: object) -> list[dict[str, str]]:
    assert isinstance(value, list)
    return value


def test_a_capability_and_a_judgement_come_back_typed(garden: Path, bare: dict[str, str]) -> None:
    with connect(garden, bare) as client:
        (garden / "src/extra.ts").write_text("export const extra = 1;\n")
        judged = check_answer(client, "verify", {})
        assert str(judged["headline"]).startswith(str(judged["verdict"]))
        text = client.refuse("add_capability", name="time-travel")
        assert "time-travel" in text


def test_runs_of_another_repository_do_not_exist_here(
    garden: Path, bare: dict[str, str], repo: MakeRepository
) -> None:
    with connect(garden, bare) as client:
        run = client.call("add_resource", **ORDER)["run"]
    other = repo({"main.py": "print(1)\n"}, name="other")
    with connect(other, bare) as client:
        assert client.call("run_status")["runs"] == []
        for tool in ("show_run", "apply_run", "undo_run"):
            assert "no such run here" in client.refuse(tool, run=run)


# --- work that is stopped: a check that would take an hour


@pytest.fixture
def slow(garden: Path, tools: Path) -> Path:
    """The garden with a package manager that leaves a mark and then hangs."""
    manifest = (garden / "package.json").read_text()
    lock = '{"name": "garden", "lockfileVersion": 3, "packages": {}}\n'
    script = manifest.replace("{\n", '{\n  "scripts": { "test": "sleep 3600" },\n', 1)
    (garden / "package.json").write_text(script)
    (garden / "package-lock.json").write_text(lock)
    run_git(garden, "add", "-A")
    run_git(garden, "commit", "-q", "-m", "Test slowly")
    for name in ("npm", "node", "npx"):
        (tools / name).write_text("#!/bin/sh\nsleep 3600\n")
        (tools / name).chmod(0o755)
    return garden


def wait_until(holds: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.05)


def begin_slow(client: Client, bare: dict[str, str]) -> tuple[int, RunRecord]:
    """A call that hangs in a command, and the record of its run."""
    number = client.begin_call("add_resource", **ORDER)
    home = Path(bare["BACKEND_AGENT_HOME"]) / "runs"
    wait_until(lambda: list_runs(home), "a run")
    record = list_runs(home)[0]
    wait_until(lambda: find_sleepers(record), "a command that hangs")
    return number, record


def find_sleepers(record: RunRecord) -> list[int]:
    """The run's processes that are the hanging command."""
    found = []
    for pid in find_survivors(RUN_MARK, record.id):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"3600" in words:
            found.append(pid)
    return found


def state_of(record: RunRecord) -> str:
    home = Path(record.folder).parent
    return next(each.state for each in list_runs(home) if each.id == record.id)


def assert_resumable(record: RunRecord, bare: dict[str, str], tools: Path) -> None:
    """Nothing of the run is alive, and the command line brings it to its end."""
    wait_until(lambda: not find_survivors(RUN_MARK, record.id), "its processes to end")
    wait_until(lambda: state_of(record) == "interrupted", "the run to be interrupted")
    for name in ("npm", "node", "npx"):
        (tools / name).unlink()
    done = subprocess.run(
        [str(PROGRAM), "runs", "resume", record.id],
        env=bare,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "src/routes/orders.ts" in done.stdout or "files, +" in done.stdout, done.stderr
    assert state_of(record) == "finished"


def test_a_cancelled_call_stops_its_commands_and_its_run_can_be_resumed(
    slow: Path, bare: dict[str, str], tools: Path
) -> None:
    with connect(slow, bare) as client:
        number, record = begin_slow(client, bare)
        client.send(
            {
                "jsonrpc": "2.0",
                "method": "notifications/cancelled",
                "params": {"requestId": number, "reason": "changed my mind"},
            }
        )
        wait_until(lambda: not find_survivors(RUN_MARK, record.id), "its commands to end")
        states = client.call("run_status", run=record.id)["runs"]
        assert [each["state"] for each in states] == ["interrupted"]
        assert_resumable(record, bare, tools)


def test_a_client_that_goes_away_leaves_no_process_and_a_run_to_resume(
    slow: Path, bare: dict[str, str], tools: Path
) -> None:
    with connect(slow, bare) as client:
        _number, record = begin_slow(client, bare)
        assert client.close() == 0
    assert_resumable(record, bare, tools)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_killed_leaves_no_process_and_a_run_to_resume(
    slow: Path, bare: dict[str, str], tools: Path, how: signal.Signals
) -> None:
    with connect(slow, bare) as client:
        _number, record = begin_slow(client, bare)
        os.kill(client.process.pid, how)
        client.process.wait(30)
    assert_resumable(record, bare, tools)
