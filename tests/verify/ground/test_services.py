"""An own server is set up, awaited, filled and stopped; or the reason is told why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from backend_agent.values.process import Completed
from backend_agent.values.service import ServiceFormat, ServiceStep
from backend_agent.verify.ground.needs import ServiceNeed
from backend_agent.verify.ground.services import NotStarted, StartedService, start_service
from backend_agent.world.scripted import FakeRunner
from tests.verify.conftest import python_only

GOOD = Completed(argv=(), exit_code=0)


@pytest.fixture
def need(tmp_path: Path) -> Callable[..., ServiceNeed]:
    def make(**more: object) -> ServiceNeed:
        python_only(tmp_path / "v16" / "bin", "serverd")
        form = ServiceFormat(
            title="Server",
            programs=("serverd",),
            search=(str(tmp_path / "v*" / "bin"),),
            port=7000,
            setup=(ServiceStep(argv=("{bin}/serverd", "init", "{data}", "{user}")),),
            start=("{bin}/serverd", "run", "{port}", "{socket}"),
            ready=("ask", "{port}"),
            create=(ServiceStep(argv=("fill",), stdin="make {database};", per="database"),),
            ready_timeout=1,
        )
        made = ServiceNeed(
            technology="server",
            format=form,
            host="db",
            port=7001,
            user="ada",
            databases=("a", "b"),
            certain=True,
            reason="URL in .env",
        )
        return replace(made, **more)  # type: ignore[arg-type]

    return make


def script(tmp_path: Path, **answers: Completed) -> FakeRunner:
    program = str(tmp_path / "v16" / "bin" / "serverd")
    return FakeRunner(
        {
            (program, "init"): answers.get("init", GOOD),
            (program, "run"): answers.get("run", GOOD),
            ("ask",): answers.get("ask", GOOD),
            ("fill",): answers.get("fill", GOOD),
        }
    )


def test_a_server_starts_on_the_port_that_the_settings_name(
    tmp_path: Path, need: Callable[..., ServiceNeed]
) -> None:
    runner = script(tmp_path)
    wanted = need()
    started = start_service(wanted, runner, tmp_path / "run")
    assert isinstance(started, StartedService)
    assert started.note == "started an own Server on port 7001 (URL in .env)"
    said = [(each.argv[1:2], each.stdin) for each in runner.invocations]
    assert said == [
        (("init",), b""),
        (("run",), b""),
        (("7001",), b""),
        ((), b"make a;"),
        ((), b"make b;"),
    ]


def test_what_an_earlier_run_left_is_not_used(
    tmp_path: Path, need: Callable[..., ServiceNeed]
) -> None:
    left = tmp_path / "run" / "data" / "old"
    left.mkdir(parents=True)
    wanted = need()
    start_service(wanted, script(tmp_path), tmp_path / "run")
    assert not left.exists()


def test_a_server_that_is_not_installed_is_a_reason(
    tmp_path: Path, need: Callable[..., ServiceNeed]
) -> None:
    wanted = need()
    form = replace(wanted.format, programs=("serverd", "absent-program"))
    answer = start_service(replace(wanted, format=form), FakeRunner(), tmp_path / "run")
    assert answer == NotStarted(
        reason="Server is not installed (looked for serverd, absent-program)"
    )


def test_a_server_that_does_not_come_up_tells_its_last_line(
    tmp_path: Path, need: Callable[..., ServiceNeed]
) -> None:
    wanted = need()
    failing = Completed(argv=(), exit_code=1, output="starting\nFATAL: no memory\n")
    answer = start_service(wanted, script(tmp_path, run=failing), tmp_path / "run")
    assert answer == NotStarted(reason="Server did not become ready: FATAL: no memory")


def test_a_set_up_that_fails_is_a_reason(tmp_path: Path, need: Callable[..., ServiceNeed]) -> None:
    wanted = need()
    failing = Completed(argv=(), exit_code=1, errors="initdb: error: no space\n")
    answer = start_service(wanted, script(tmp_path, init=failing), tmp_path / "run")
    assert answer == NotStarted(reason="Server could not be set up: initdb: error: no space")
