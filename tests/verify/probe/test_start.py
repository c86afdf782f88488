"""How long a service is waited for that opens no port yet."""

from __future__ import annotations

from typing import cast

import pytest

from backend_agent.values.process import Completed, Invocation
from backend_agent.verify.probe import start
from backend_agent.verify.probe.start import NotStarted, StartedService, start_service
from backend_agent.world.doorway import Doorway
from backend_agent.world.process import Runner
from backend_agent.world.scripted import FakeRunner, FakeRunning

INVOCATION = Invocation(argv=("serve",), cwd="/", profile="verify")


class Telling(FakeRunning):
    """Writes a line at each of the first `lines` looks at it."""

    def __init__(self, lines: int) -> None:
        super().__init__(Completed(argv=("serve",), exit_code=0))
        self.lines, self.looks = lines, 0

    def output(self) -> str:
        self.looks += 1
        return "at work\n" * min(self.looks, self.lines)


class Starting(FakeRunner):
    """Starts what is `running`."""

    def __init__(self, running: FakeRunning) -> None:
        super().__init__()
        self.running = running

    def start(self, invocation: Invocation) -> FakeRunning:
        return self.running


class Opening:
    """A doorway within which port 8000 is opened after some looks."""

    def __init__(self, after: float) -> None:
        self.left = after

    def list_ports(self) -> tuple[int, ...]:
        self.left -= 1
        return () if self.left > 0 else (8000,)


@pytest.mark.parametrize(
    ("lines", "opens", "limit", "port"),
    [
        (0, 500, 240.0, 8000),  # silent, within the limit of a start
        (0, 800, 240.0, 0),  # silent for longer
        (700, 800, 240.0, 8000),  # it tells of its work beyond the limit, and comes up
        (700, 1000, 240.0, 0),  # it stopped to tell
        (10_000, 2000, 240.0, 0),  # it tells for ever
        (700, 800, 20.0, 0),  # no more time than was given for all
    ],
)
def test_a_service_is_waited_for_while_it_tells_of_its_work(
    monkeypatch: pytest.MonkeyPatch, lines: int, opens: int, limit: float, port: int
) -> None:
    monkeypatch.setattr(start, "pause", lambda _: None)
    runner, doorway = Starting(Telling(lines)), Opening(opens)
    started = start_service(
        cast("Runner", runner), cast("Doorway", doorway), [INVOCATION], (), limit
    )
    if port:
        assert isinstance(started, StartedService)
        assert started.port == port
    else:
        assert isinstance(started, NotStarted)
        assert "it opened no port" in started.reason
