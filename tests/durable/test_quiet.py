"""The engine is only there for a run, and then says nothing, listens to nothing, calls nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGINE_LIBRARIES = ("dbos", "sqlalchemy", "psycopg")

RUN = """
import sys
from pathlib import Path

events = []
def look(event, arguments):
    if event.startswith("socket."):
        events.append((event, arguments[1:]))
sys.addaudithook(look)

from backend_agent.durable.runs import create_run
from backend_agent.durable.session import resume_run, start_run
from backend_agent.world.clock import SystemClock

home = Path(sys.argv[1])
run = create_run(home, repository=home, title="t", clock=SystemClock())
work = lambda step, initial: step("one", lambda: initial + 1)
outcome = start_run(run, work, 1, clock=SystemClock())
assert resume_run(outcome.record, work, clock=SystemClock()).result == 2
reached = [event for event in events if event[0] in ("socket.connect", "socket.bind", "socket.getaddrinfo")]
assert reached == [], reached
"""

LIST = """
import sys
from pathlib import Path

import backend_agent.durable.session
from backend_agent.durable.runs import create_run, find_run, list_runs
from backend_agent.durable.session import reap_runs
from backend_agent.world.clock import SystemClock

home = Path(sys.argv[1])
run = create_run(home, repository=home, title="t", clock=SystemClock())
assert len(list_runs(home)) == 1 and find_run(home, "last").id == run.id
assert len(reap_runs(home, clock=SystemClock())) == 1
sys.stdout.write(" ".join(sorted(name for name in sys.modules if "." not in name)))
"""


def _python(code: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(home)],
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        check=False,
    )


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {
            "DBOS__CLOUD": "true",
            "DBOS__CONDUCTOR_APP_NAME": "a",
            "DBOS__CONDUCTOR_KEY": "k",
            "DBOS__CONDUCTOR_URL": "ws://127.0.0.1:9/",
            "DBOS__APPVERSION": "theirs",
            "DBOS__VMID": "local",
        },
    ],
    ids=["as usual", "with the variables of the vendor's cloud"],
)
def test_a_run_prints_nothing_and_opens_no_connection(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    done = _python(RUN, tmp_path, **variables)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_needs_no_run_never_imports_the_engine(tmp_path: Path) -> None:
    done = _python(LIST, tmp_path)
    assert done.returncode == 0, done.stderr
    assert set(ENGINE_LIBRARIES) & set(done.stdout.split()) == set()
