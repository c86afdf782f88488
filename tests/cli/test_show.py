"""What a person sees: nothing broken, nothing coloured but on a terminal, and how to go on."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from backend_agent.cli.progress import ProgressLines
from backend_agent.values.event import Event
from tests.cli.conftest import Finished, Type
from tests.cli.shop import FILES
from tests.conftest import MakeRepository

ESCAPE = "\x1b"


def on_terminal(root: Path, home: Path, *arguments: str, **variables: str) -> str:
    """What the program writes to a terminal of 60 columns."""
    ours, theirs = pty.openpty()
    os.set_inheritable(theirs, True)
    import fcntl
    import struct
    import termios

    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
    environment = {**os.environ, "BACKEND_AGENT_HOME": str(home), "TERM": "xterm", **variables}
    environment.pop("NO_COLOR", None) if "NO_COLOR" not in variables else None
    process = subprocess.Popen(
        [sys.executable, "-m", "backend_agent", *arguments],
        cwd=root,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:
        pass  # how a terminal says that nobody writes to it any more
    os.close(ours)
    process.wait()
    return seen.decode().replace("\r\n", "\n")


def test_a_run_is_shown_with_verdict_files_branch_report_and_next_commands(
    finished: Finished, typed: Type
) -> None:
    answer = typed(finished.root, "runs", "show", "last")
    lines = answer.output.splitlines()
    assert lines[0].startswith("unverified: ")
    assert [line.split()[0] for line in lines[1:4]] == [
        "shop/main.py",
        "shop/models.py",
        "shop/routes/orders.py",
    ]
    assert lines[1].endswith("+2   -1")
    assert f"branch backend-agent/{finished.run}" in answer.output
    assert f"report: {finished.home}/runs/{finished.run}/report.html" in lines
    assert f"next: backend-agent runs apply {finished.run} --unverified" in answer.output
    assert Path(lines[[line[:7] for line in lines].index("report:")][8:]).is_file()


def test_the_exit_code_of_a_run_is_that_of_its_verdict(finished: Finished, typed: Type) -> None:
    assert finished.exit_code == 1
    assert typed(finished.root, "runs", "show", "last").exit_code == 1


@pytest.mark.parametrize("spell", [str, lambda run: run[-9:], lambda _: "last"])
def test_a_run_is_named_by_its_id_a_part_of_it_or_last(
    finished: Finished, typed: Type, spell: type[str]
) -> None:
    answer = typed(finished.root, "runs", "show", spell(finished.run), "--html")
    assert answer.output == f"{finished.home}/runs/{finished.run}/report.html\n"


@pytest.mark.parametrize("verb", ["show", "apply", "undo", "resume"])
def test_help_tells_how_a_run_is_named(typed: Type, tmp_path: Path, verb: str) -> None:
    told = " ".join(typed(tmp_path, "runs", verb, "--help").output.split())
    assert "RUN is an id, a part of one that fits no other, or `last`." in told


def test_the_diff_of_a_run_is_the_one_of_its_report(finished: Finished, typed: Type) -> None:
    answer = typed(finished.root, "runs", "show", "last", "--diff")
    assert "--- /dev/null\n+++ b/shop/routes/orders.py\n" in answer.output
    assert '+router = APIRouter(prefix="/orders", tags=["orders"])' in answer.output
    assert ESCAPE not in answer.output


def test_views_of_a_run_exclude_each_other(finished: Finished, typed: Type) -> None:
    answer = typed(finished.root, "runs", "show", "last", "--diff", "--html")
    assert answer.exit_code == 2
    assert "exclude each other" in answer.errors


def test_the_list_of_runs_keeps_ids_and_titles_whole_when_piped(
    finished: Finished, typed: Type
) -> None:
    (heading, row) = typed(finished.root, "runs", "list").output.splitlines()
    assert heading.split() == ["run", "state", "verdict", "task"]
    assert row.startswith(f"{finished.run}  finished  unverified  ")
    assert row.endswith("add resource order customer_name:string total:int")


def test_on_a_narrow_terminal_only_the_title_is_cut(finished: Finished) -> None:
    seen = on_terminal(finished.root, finished.home, "runs", "list")
    assert finished.run in seen
    assert seen.rstrip().endswith("…")


def test_a_terminal_gets_colours_and_no_color_is_respected(finished: Finished) -> None:
    assert ESCAPE in on_terminal(finished.root, finished.home)
    assert ESCAPE not in on_terminal(finished.root, finished.home, NO_COLOR="1")


def test_a_reader_that_has_seen_enough_is_no_error(repo: MakeRepository, tmp_path: Path) -> None:
    environment = {**os.environ, "BACKEND_AGENT_HOME": str(tmp_path / "home")}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "backend_agent", "detect"],
        cwd=repo(FILES),
        env=environment,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_detect_lists_what_a_backend_is_made_of_first(typed: Type, repo: MakeRepository) -> None:
    output = typed(repo(FILES), "detect", "--all").output
    assert output.index("FastAPI") < output.index("SQLAlchemy") < output.index("Pydantic")
    assert "shop/models.py" in output
    assert ESCAPE not in output


def test_what_a_file_is_called_never_reaches_the_terminal_as_a_command(
    typed: Type, repo: MakeRepository
) -> None:
    evil = "shop/routes/\x1b[31mred.py"
    output = typed(repo(FILES | {evil: FILES["shop/routes/items.py"]}), "detect", "--all").output
    assert ESCAPE not in output


def test_a_plan_for_what_is_there_says_so_in_one_line(typed: Type, repo: MakeRepository) -> None:
    probes = """from fastapi import FastAPI

app = FastAPI()


@app.get("/live")
def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/ready")
def ready() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/startup")
def startup() -> dict[str, str]:
    return {"status": "ok"}
"""
    answer = typed(repo(FILES | {"shop/main.py": probes}), "plan", "add capability health-probes")
    assert answer.exit_code == 0
    (line,) = answer.output.splitlines()
    assert line.startswith("nothing to do: everything asked for is there already: ")


def test_a_plan_shows_files_and_the_sections_that_the_files_do_not_tell(
    typed: Type, repo: MakeRepository
) -> None:
    answer = typed(repo(FILES), "plan", "add resource order name:string")
    assert answer.exit_code == 0
    assert "shop/routes/orders.py  create  " in answer.output
    assert "\nfiles\n" not in answer.output
    for section in ("sub-tasks", "edge-cases", "errors", "migrations", "security", "architecture"):
        assert f"\n{section}\n" in answer.output


def test_progress_is_one_line_for_each_step_that_ended(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = ProgressLines()
    lines.show(Event(phase="verify", step="checks", state="started"))
    lines.show(Event(phase="verify", step="lint:ruff", state="started"))
    lines.show(
        Event(phase="verify", step="lint:ruff", state="finished", detail="8 examined", elapsed=1.24)
    )
    lines.show(Event(phase="verify", step="checks", state="failed", elapsed=3.0))
    lines.stop()
    written = capsys.readouterr().err
    ended = [line.rpartition("\033[K")[2] for line in written.split("\n")]
    assert ended == [
        "✓ verify    lint:ruff  8 examined  1.2 s",
        "✗ verify    checks  3.0 s",
        "",
    ]
    assert "… verify    lint:ruff" in written


def test_nothing_of_progress_is_piped(repo: MakeRepository, typed: Type) -> None:
    answer = typed(repo(FILES), "run", "make the items faster")
    assert "✓" not in answer.errors
    assert "\r" not in answer.errors
