"""The gate on durable runs: each judgement is a run, of which only the last one of a repository stays."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from backend_agent.durable import runs
from backend_agent.durable.service import judge_repository
from backend_agent.gate import GateAnswer, GateRequest, judge_gate
from backend_agent.gate.judge import begin_session
from backend_agent.values.delivery import Delivery
from backend_agent.values.event import OnEvent, ignore_event
from backend_agent.values.run import RunOptions
from backend_agent.world.clock import SystemClock
from backend_agent.world.files import remove_folder
from backend_agent.world.folders import cache_home, runs_home

TITLE = "gate"
# Copies of the repository and what was installed into them; reports and logs stay.
COPIES = ("tree", "base", "work/ground", "work/made")


def ask_gate(request: GateRequest, on_event: OnEvent = ignore_event) -> GateAnswer:
    """Green, red, or let through. Judges what differs from the default branch, or in an agent's session
    what it did, committed or not."""
    return judge_gate(request, partial(_judge, on_event), cache_home(), SystemClock())


def start_session(path: Path, session: str) -> None:
    """Remember where an agent's session begins. Raises InputError."""
    begin_session(path, session, cache_home())


def _judge(on_event: OnEvent, path: Path, options: RunOptions) -> tuple[Delivery, Path]:
    delivery, record = judge_repository(path, options, TITLE, on_event)
    for earlier in runs.list_runs(runs_home()):
        same = (earlier.title, earlier.repository) == (TITLE, record.repository)
        if same and earlier.id != record.id and earlier.state != "running":
            remove_folder(Path(earlier.folder))
    for name in COPIES:
        remove_folder(Path(record.folder) / name)
    return delivery, Path(record.folder)
