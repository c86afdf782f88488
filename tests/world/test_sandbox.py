"""Commands run within their limits at every level, and nothing that they start survives them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend_agent.values.errors import InputError, Refused, ToolMissing
from backend_agent.values.process import Completed, Invocation, Profile
from backend_agent.world import landlock
from backend_agent.world.process import Level, Runner, find_program
from backend_agent.world.sandbox import open_sandbox, probe_level

LEVELS = [
    pytest.param("bubblewrap", marks=pytest.mark.needs("bwrap")),
    pytest.param(
        "landlock",
        marks=pytest.mark.skipif(
            not landlock.is_available(), reason="not possible here: the kernel has no landlock"
        ),
    ),
    "plain",
]
PROTECTED = LEVELS[:2]


class Bench:
    """A runner with a folder to work in, for short sentences in tests."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        self.runner = runner
        self.folder = folder

    def ask(self, *argv: str, profile: Profile = "verify", timeout: float = 30.0) -> Invocation:
        return Invocation(argv=argv, cwd=str(self.folder), profile=profile, timeout=timeout)

    def shell(self, script: str, profile: Profile = "verify", timeout: float = 30.0) -> Completed:
        return self.runner.run(self.ask("sh", "-c", script, profile=profile, timeout=timeout))

    def python(self, script: str, **limits: float) -> Completed:
        memory = int(limits.pop("memory", 8192))
        ask = self.ask(sys.executable, "-c", script, timeout=limits.pop("timeout", 30.0))
        return self.runner.run(
            Invocation(argv=ask.argv, cwd=ask.cwd, timeout=ask.timeout, memory=memory)
        )


@contextlib.contextmanager
def open_bench(tmp_path: Path, level: Level) -> Iterator[Bench]:
    folder = tmp_path / "work"
    folder.mkdir()
    with open_sandbox(writable=(folder,), level=level) as runner:
        yield Bench(runner, folder)


@pytest.fixture(params=LEVELS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with open_bench(tmp_path, request.param) as opened:
        yield opened


@pytest.fixture(params=PROTECTED)
def protected(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    with open_bench(tmp_path, request.param) as opened:
        yield opened


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return b"\nState:\tZ" not in Path(f"/proc/{pid}/status").read_bytes()


def wait_until_gone(pid: int) -> bool:
    for _ in range(200):
        if not is_alive(pid):
            return True
        threading.Event().wait(0.05)
    return False


def test_output_errors_and_exit_code_come_back(bench: Bench) -> None:
    done = bench.shell("echo out; echo err >&2; exit 3")
    assert (done.output, done.errors, done.exit_code, done.stopped) == ("out\n", "err\n", 3, "")
    assert not done.succeeded
    assert done.duration > 0


def test_a_command_killed_by_a_signal_says_which(bench: Bench) -> None:
    assert bench.shell("kill -TERM $$").exit_code == -signal.SIGTERM


def test_input_is_given_and_is_else_empty(bench: Bench) -> None:
    ask = bench.ask("cat")
    given = Invocation(argv=ask.argv, cwd=ask.cwd, stdin=b"x" * 300_000)
    assert bench.runner.run(given).output == "x" * 300_000
    assert bench.runner.run(ask).output == ""


def test_the_invocation_s_own_variables_win(bench: Bench) -> None:
    ask = bench.ask("sh", "-c", "echo $LANG $APP_MODE")
    own = (("APP_MODE", "test"), ("LANG", "xx"))
    assert bench.runner.run(Invocation(argv=ask.argv, cwd=ask.cwd, environment=own)).output == (
        "xx test\n"
    )


def test_a_missing_program_or_folder_is_said(bench: Bench) -> None:
    missing = bench.runner.run(bench.ask("no-such-program"))
    assert (missing.exit_code, missing.stopped) == (None, "missing program")
    nowhere = bench.runner.run(Invocation(argv=("true",), cwd=str(bench.folder / "absent")))
    assert nowhere.stopped == "missing folder"
    with pytest.raises(ToolMissing, match="no-such-program: missing program"):
        bench.runner.start(bench.ask("no-such-program"))


def test_a_destructive_command_is_not_started(bench: Bench) -> None:
    done = bench.runner.run(bench.ask("sudo", "sh", "-c", "rm -rf ~"))
    assert (done.exit_code, done.stopped) == (
        None,
        "refused as destructive: rm of ~ removes a whole tree",
    )
    with pytest.raises(Refused, match="removes a whole tree"):
        bench.runner.start(bench.ask("rm", "-rf", "/"))


def test_time_memory_and_output_are_limited(bench: Bench) -> None:
    late = bench.shell("trap '' TERM; sleep 60 & wait; sleep 60", timeout=0.3)
    assert (late.exit_code, late.stopped) == (None, "timeout")
    hungry = "x = bytearray(200 << 20); import time; time.sleep(60)"
    assert bench.python(hungry, memory=100).stopped == "memory"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hungry!r}])"
    assert bench.python(child, memory=100).stopped == "memory"
    orphan = ("sh", "-c", '(setsid "$0" -c "$1" &); sleep 60', sys.executable, hungry)
    ask = bench.ask(*orphan)
    away = bench.runner.run(Invocation(argv=ask.argv, cwd=ask.cwd, memory=100, timeout=30))
    assert away.stopped == "memory"
    ask = bench.ask("yes")
    loud = bench.runner.run(Invocation(argv=ask.argv, cwd=ask.cwd, output_limit=10_000))
    assert (loud.stopped, len(loud.output)) == ("output", 10_000)


def test_what_a_command_leaves_behind_ends_with_it(bench: Bench) -> None:
    left = "(setsid sh -c 'setsid sleep 600 & echo $!; sleep 600' 2>/dev/null & wait) & sleep 0.3"
    pid = bench.shell(left).output.strip()
    assert bench.shell(f"kill -0 {pid}").exit_code != 0


def test_the_children_of_a_command_that_ran_out_of_time_end_too(bench: Bench) -> None:
    done = bench.shell("setsid sleep 601 & echo $!; setsid sleep 602 & echo $!; wait", timeout=0.5)
    assert done.stopped == "timeout"
    first, second = done.output.split()
    assert bench.shell(f"kill -0 {first}").exit_code != 0
    assert bench.shell(f"kill -0 {second}").exit_code != 0


def test_only_the_writable_folder_can_be_written(protected: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (outside / "kept").chmod(0o666)
    script = f"""
import os, pathlib
pathlib.Path("in").write_text("in")
for trial in (
    lambda: os.remove("{outside}/kept"),
    lambda: open("{outside}/kept", "w"),
    lambda: open("{outside}/new", "w"),
    lambda: os.truncate("{outside}/kept", 0),
    lambda: os.mkdir("{outside}/folder"),
    lambda: os.rename("{outside}/kept", "{outside}/moved"),
    lambda: os.symlink("x", "{outside}/link"),
):
    try:
        trial()
    except OSError:
        print("refused")
"""
    assert protected.python(script).output == "refused\n" * 7
    assert (protected.folder / "in").read_text() == "in"
    assert [(p.name, p.read_text()) for p in outside.iterdir()] == [("kept", "kept")]


def test_home_is_private_and_can_be_written(bench: Bench) -> None:
    done = bench.shell(
        "echo $HOME; touch $HOME/x $TMPDIR/y && echo written; ls -a $HOME | grep ssh"
    )
    home, written = done.output.splitlines()
    assert written == "written"
    assert Path(home) != Path.home()


def test_keys_of_the_user_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    home = Path(__file__).parents[2] / ".pytest_cache" / f"home-{os.getpid()}"
    (home / ".ssh").mkdir(parents=True)
    (home / ".ssh" / "id_ed25519").write_text("private")
    (home / ".netrc").write_text("private")
    (home / ".npmrc").write_text("registry")
    (home / "readable").write_text("public")
    monkeypatch.setenv("HOME", str(home))
    script = f"cd {home}; cat .ssh/id_ed25519 .netrc readable; cat .npmrc"
    try:
        for level in (probe_level(), "landlock") if landlock.is_available() else (probe_level(),):
            if level == "plain":
                continue
            with open_sandbox(writable=(tmp_path,), level=level) as runner:
                bench = Bench(runner, tmp_path)
                assert bench.shell(script).output == "public", level
                install = bench.shell(script, profile="install").output
                assert install == "publicregistry", level
                own = bench.shell("cat ~/.npmrc", profile="install").output
                assert own == "registry", level
    finally:
        subprocess.run(["rm", "-rf", str(home)], check=True)


def test_commands_of_a_session_reach_each_other_and_nothing_else(protected: Bench) -> None:
    if protected.runner.level == "landlock" and os.geteuid() != 0:
        pytest.skip("not possible here: a network of its own needs user namespaces")
    with socket.socket() as outside:
        outside.bind(("127.0.0.1", 0))
        outside.listen()
        port = outside.getsockname()[1]
        try_port = "import socket, sys; socket.create_connection(('127.0.0.1', %d), 2)"
        assert "refused" in protected.python(try_port % port).errors
    serve = (
        "import socket; s = socket.create_server(('127.0.0.1', 5432)); print('up', flush=True);"
        "s.accept()[0].sendall(b'hello'); s.accept()"
    )
    running = protected.runner.start(protected.ask(sys.executable, "-c", serve))
    while "up" not in running.output():
        assert running.poll() is None
    hear = "import socket; print(socket.create_connection(('127.0.0.1', 5432), 5).recv(5))"
    assert protected.python(hear).output == "b'hello'\n"
    assert running.poll() is None
    assert running.stop(1.0).stopped == "stopped"
    assert running.poll() is not None
    assert "refused" in protected.python(hear).errors


@pytest.mark.needs("bwrap")
def test_inside_nobody_is_root_and_sockets_of_the_machine_are_hidden(tmp_path: Path) -> None:
    with open_bench(tmp_path, "bubblewrap") as bench:
        done = bench.shell(
            "id -u; ls -A /run /var/run/docker.sock 2>/dev/null | grep -c sock; whoami"
        )
        assert done.output.splitlines()[:2] == [str(os.geteuid() or 1000), "0"]
        assert bench.shell("cat /etc/shadow").output == ""


@pytest.mark.needs("bwrap")
def test_the_limits_of_the_machine_can_be_read_where_runtimes_look_for_them(tmp_path: Path) -> None:
    with open_bench(tmp_path, "bubblewrap") as bench:
        inside = bench.shell("cat /proc/self/cgroup; cat /proc/self/mountinfo").output
    assert Path("/proc/self/cgroup").read_text() in inside
    roots = [line.split()[3] for line in inside.splitlines() if " - cgroup" in line]
    assert not [root for root in roots if root.startswith("/..")]


@pytest.mark.needs("bwrap")
def test_a_readable_folder_stays_read_only_even_below_a_writable_one(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "x").write_text("1")
    with open_sandbox(
        writable=(tmp_path,), readable=(tmp_path / "kept",), level="bubblewrap"
    ) as runner:
        done = Bench(runner, tmp_path).shell("cat kept/x; echo 2 > kept/x; echo 3 > free")
    assert done.output == "1"
    assert (tmp_path / "kept" / "x").read_text() == "1"
    assert (tmp_path / "free").exists()


def test_a_folder_that_the_session_may_not_write_is_not_promised(
    bench: Bench, tmp_path: Path
) -> None:
    asked = Invocation(argv=("true",), cwd=str(bench.folder), writable=(str(tmp_path),))
    assert bench.runner.run(asked).stopped == f"refused: {tmp_path} is not writable in this session"


def test_many_commands_run_at_once(bench: Bench) -> None:
    def run(number: int) -> str:
        return bench.shell(f"sleep 0.1; seq 2000 | tail -1; echo {number}").output

    with ThreadPoolExecutor(8) as pool:
        outputs = list(pool.map(run, range(16)))
    assert outputs == [f"2000\n{number}\n" for number in range(16)]


def test_a_command_that_ends_its_sandbox_ends_alone_and_the_session_goes_on(bench: Bench) -> None:
    assert bench.shell("kill -9 $PPID; sleep 600").stopped == "sandbox ended"
    assert bench.shell("echo again").output == "again\n"


def test_a_session_outlives_the_thread_that_opened_it(tmp_path: Path) -> None:
    opened: list[tuple[contextlib.AbstractContextManager[Runner], Runner]] = []

    def begin() -> None:
        manager = open_sandbox(writable=(tmp_path,))
        runner = manager.__enter__()
        runner.run(Invocation(argv=("true",), cwd=str(tmp_path)))
        opened.append((manager, runner))

    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    manager, runner = opened[0]
    try:
        assert runner.run(Invocation(argv=("echo", "still"), cwd=str(tmp_path))).output == "still\n"
    finally:
        manager.__exit__(None, None, None)


def test_logs_hold_both_streams_without_secrets(bench: Bench, tmp_path: Path) -> None:
    log = tmp_path / "logs" / "check.log"
    script = "echo one; sleep 0.1; echo postgres://a:hunter22@db >&2; sleep 0.1; printf three"
    done = bench.runner.run(
        Invocation(argv=("sh", "-c", script), cwd=str(bench.folder), log=str(log))
    )
    assert log.read_bytes() == b"one\npostgres://a:***@db\nthree"
    assert done.log_sha256 == hashlib.sha256(log.read_bytes()).hexdigest()
    assert "hunter22" in done.errors


def test_secrets_that_the_caller_knows_are_masked_in_logs(tmp_path: Path) -> None:
    with open_sandbox(writable=(tmp_path,), secrets=("swordfish",)) as runner:
        argv = ("sh", "-c", "printf 'the word is sword'; sleep 0.1; printf 'fish, they say'")
        runner.run(Invocation(argv=argv, cwd=str(tmp_path), log=str(tmp_path / "log")))
    assert (tmp_path / "log").read_text() == "the word is ***, they say"


def test_a_log_that_cannot_be_written_is_told(bench: Bench) -> None:
    asked = Invocation(argv=("echo", "x"), cwd=str(bench.folder), log="/dev/full")
    with pytest.raises(InputError, match=r"/dev/full: cannot be written \(No space left"):
        bench.runner.run(asked)


@pytest.mark.parametrize("level", LEVELS)
def test_leaving_the_session_ends_its_services(tmp_path: Path, level: Level) -> None:
    mark = f"left-{os.getpid()}-{level}"
    with open_bench(tmp_path, level) as bench:
        script = "trap '' TERM; (setsid sleep 607 &); echo up; sleep 608"
        ask = bench.ask("sh", "-c", script)
        own = (("BACKEND_AGENT_RUN", mark),)
        running = bench.runner.start(Invocation(argv=ask.argv, cwd=ask.cwd, environment=own))
        while "up" not in running.output():
            assert running.poll() is None
        started = find_marked(f"BACKEND_AGENT_RUN={mark}".encode())
        assert len(started) >= 2
    assert running.poll() is not None
    assert all(wait_until_gone(pid) for pid in started)


KILLED = """
import sys, time
from pathlib import Path
from backend_agent.values.process import Invocation
from backend_agent.world.sandbox import open_sandbox
folder = Path(sys.argv[1])
with open_sandbox(writable=(folder,), level=sys.argv[2]) as runner:
    runner.start(Invocation(argv=("sh", "-c", "setsid sleep 604 & echo up; sleep 605"), cwd=sys.argv[1]))
    script = "echo $$; exec sleep 606"
    running = runner.start(Invocation(argv=("sh", "-c", script), cwd=sys.argv[1]))
    while not running.output():
        time.sleep(0.01)
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("level", LEVELS)
def test_when_the_program_is_killed_all_that_it_ran_ends(tmp_path: Path, level: Level) -> None:
    marks = {"BACKEND_AGENT_RUN": f"killed-{os.getpid()}-{level}"}
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), level],
        stdout=subprocess.PIPE,
        env=os.environ | marks,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    mark = f"BACKEND_AGENT_RUN={marks['BACKEND_AGENT_RUN']}".encode()
    started = [pid for pid in find_marked(mark) if pid != child.pid]
    assert len(started) >= 3
    child.kill()
    child.wait()
    child.stdout.close()
    assert all(wait_until_gone(pid) for pid in started)


def find_marked(mark: bytes) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found


def test_requiring_a_sandbox_refuses_weaker_levels(tmp_path: Path) -> None:
    with (
        pytest.raises(Refused, match="a sandbox is required"),
        open_sandbox(writable=(tmp_path,), require=True, level="plain"),
    ):
        pass


def test_programs_are_found_on_the_path_that_is_given(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    assert find_program("tool", {"PATH": str(tmp_path)}) == str(tool)
    assert find_program("tool", {"PATH": "/nowhere"}) is None


@pytest.mark.live
@pytest.mark.needs("postgres", "bwrap")
def test_a_database_server_runs_inside_and_is_reached_from_inside(tmp_path: Path) -> None:
    folder = max(Path("/usr/lib/postgresql").glob("*/bin"))
    with open_bench(tmp_path, "bubblewrap") as bench:
        made = bench.runner.run(
            bench.ask(f"{folder}/initdb", "-D", "data", "-U", "app", "--no-sync", timeout=120)
        )
        assert made.succeeded, made.errors
        argv = (f"{folder}/postgres", "-D", "data", "-h", "127.0.0.1", "-k", str(bench.folder))
        server = bench.runner.start(bench.ask(*argv))
        ready = f"until {folder}/pg_isready -q -h 127.0.0.1; do sleep 0.1; done"
        assert bench.shell(ready).succeeded, server.output()
        select = ("psql", "-h", "127.0.0.1", "-U", "app", "-d", "postgres", "-tAc", "select 6 * 7")
        assert bench.runner.run(bench.ask(str(folder / select[0]), *select[1:])).output == "42\n"
        server.stop()
