"""Commands in the background: started, looked at, ended; what they wrote belongs to the change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_agent.implement.agent.bench import Bench
from backend_agent.values.agent import CallDone
from backend_agent.world.clock import pause
from backend_agent.world.sandbox import open_sandbox
from tests.conftest import MakeRepository
from tests.implement.agent.kit import call_tool, make_bench

pytestmark = pytest.mark.needs("git")


@pytest.fixture
def bench(repo: MakeRepository, tmp_path: Path) -> Iterator[Bench]:
    cache = tmp_path / "cache"
    cache.mkdir()
    root = repo({"a.py": "A = 1\n"})
    with open_sandbox(writable=(tmp_path,), cache=cache) as runner:
        yield make_bench(root, tmp_path, runner)


def start(bench: Bench, command: str) -> str:
    done = call_tool(bench, "Bash", {"command": command, "run_in_background": True})
    assert not done.answer.is_error, done.answer.text
    found = re.match(r"bash_\d+", done.answer.text)
    assert found
    return found[0]


def wait_for(bench: Bench, name: str, words: str) -> CallDone:
    for _ in range(200):
        done = call_tool(bench, "BashOutput", {"bash_id": name})
        if words in done.answer.text:
            return done
        pause(0.05)
    raise AssertionError(done.answer.text)


def test_a_command_in_the_background_is_read_while_it_runs_and_ended(bench: Bench) -> None:
    name = start(bench, "echo ready; sleep 600")
    assert "it runs" in wait_for(bench, name, "ready").answer.text
    ended = call_tool(bench, "KillShell", {"shell_id": name})
    assert f"{name} is ended" in ended.answer.text
    gone = call_tool(bench, "BashOutput", {"bash_id": name})
    assert gone.answer.is_error
    assert "there are: none" in gone.answer.text


def test_how_it_ended_and_what_it_wrote_is_told(bench: Bench) -> None:
    done = wait_for(bench, start(bench, "echo B = 2 > b.py; exit 3"), "exit code 3")
    changed = {change.path for change in done.changed} | set(bench.changes.paths)
    assert changed == {"b.py"}


def test_several_are_told_apart_and_hold_their_own_output(bench: Bench) -> None:
    one, two = start(bench, "echo one"), start(bench, "echo two")
    assert one != two
    assert "two" not in wait_for(bench, one, "exit code 0").answer.text
    assert "two" in wait_for(bench, two, "exit code 0").answer.text


def test_a_destructive_command_is_refused_in_the_background_too(bench: Bench) -> None:
    done = call_tool(bench, "Bash", {"command": "rm -rf ~", "run_in_background": True})
    assert done.answer.is_error
    assert "destructive" in done.answer.text
