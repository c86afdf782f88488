"""Starts a service that checks need as an own server in the run's folder, never somebody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

from backend_agent.values.errors import BackendAgentError
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.service import ServiceStep
from backend_agent.verify.ground.needs import Carrier, ServiceNeed
from backend_agent.world.clock import pause
from backend_agent.world.files import ensure_folder, remove_folder
from backend_agent.world.ports import find_free_port
from backend_agent.world.process import Runner, Running
from backend_agent.world.programs import find_programs, unprivileged_prefix

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BETWEEN_ASKS = 0.05
# The kernel refuses the path of a unix socket beyond 107 bytes.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedService:
    """`overrides` are settings that must say where the own server listens; `note` tells what was done."""

    note: str
    port: int
    overrides: tuple[tuple[str, str], ...]
    stop: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotStarted:
    """A service that is needed and could not be had, with the reason."""

    reason: str


def start_service(need: ServiceNeed, runner: Runner, folder: Path) -> StartedService | NotStarted:
    """Initialise, start, await and fill one server. `folder` is the run's own."""
    title = need.format.title
    place = find_programs(need.format.programs, need.format.search)
    if place is None:
        missing = ", ".join(need.format.programs)
        return NotStarted(reason=f"{title} is not installed (looked for {missing})")
    # Inside an own network namespace the port of the settings is free by construction.
    isolated = runner.level == "bubblewrap"
    port = need.port if isolated else find_free_port()
    prefix: tuple[str, ...] = ()
    if need.format.refuses_root and not isolated:
        found = unprivileged_prefix()
        if found is None:
            return NotStarted(
                reason=f"{title} refuses to run as root, and no user can be changed to"
            )
        prefix = found
    # What a killed run left there is a database that nobody knows the state of.
    remove_folder(folder)
    server = _Server(need=need, runner=runner, folder=folder, bin=place, port=port, prefix=prefix)
    try:
        running = server.start()
    except BackendAgentError as error:
        return NotStarted(reason=f"{title} could not be started: {error.message}")
    if isinstance(running, NotStarted):
        return running
    return StartedService(
        note=f"started an own {title} on port {port} ({need.reason})",
        port=port,
        overrides=override_settings(need.carriers, need.port, port),
        stop=lambda: _stop(running),
    )


def override_settings(
    carriers: tuple[Carrier, ...], expected: int, port: int
) -> tuple[tuple[str, str], ...]:
    """Settings that name another host or port, told where the own server is: 127.0.0.1:`port`."""
    changed = []
    for carrier in carriers:
        if carrier.part == "host" and carrier.value not in LOOPBACK:
            changed.append((carrier.name, "127.0.0.1"))
        elif carrier.part == "port" and port != expected:
            changed.append((carrier.name, str(port)))
        elif carrier.part == "url":
            url = urlsplit(carrier.value)
            if url.hostname not in LOOPBACK or port != (url.port or expected):
                changed.append((carrier.name, _move_url(url, port)))
    return tuple(changed)


def _move_url(url: SplitResult, port: int) -> str:
    login, at, _ = url.netloc.rpartition("@")
    return urlunsplit(url._replace(netloc=f"{login}{at}127.0.0.1:{port}"))


def _stop(running: Running) -> None:
    running.stop()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Server:
    need: ServiceNeed
    runner: Runner
    folder: Path
    bin: Path
    port: int
    prefix: tuple[str, ...]

    def start(self) -> Running | NotStarted:
        socket = self._socket_folder()
        ensure_folder(self.folder / "data")
        ensure_folder(socket)
        if self.prefix:
            self._give_away(socket)
        title = self.need.format.title
        for number, step in enumerate(self.need.format.setup):
            done = self._run(step, f"setup-{number}")
            if not done.succeeded:
                return NotStarted(reason=f"{title} could not be set up: {_last_line(done)}")
        running = self.runner.start(self._invocation(self.need.format.start, "server", 0))
        trouble = self._await(running)
        for number, step in enumerate(self.need.format.create):
            for name in self.need.databases if step.per == "database" else ("",):
                if not trouble:
                    done = self._run(step, f"create-{number}", name)
                    trouble = "" if done.succeeded else _last_line(done)
        if trouble:
            running.stop()
            return NotStarted(reason=f"{title} did not become ready: {trouble}")
        return running

    def _socket_folder(self) -> Path:
        inside = self.folder / "socket"
        if len(str(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        if self.runner.level == "bubblewrap":
            # The sandbox has a temporary folder of its own, which is empty and ends with it.
            return Path("/tmp")  # noqa: S108
        return Path("/tmp") / f"ba-{abs(hash(str(self.folder))) % 10**8}"  # noqa: S108

    def _give_away(self, socket: Path) -> None:
        owner = ("chown", "-R", "65534:65534", str(self.folder / "data"), str(socket))
        self.runner.run(self._plain(owner, "chown", 30))

    def _await(self, running: Running) -> str:
        asks = int(self.need.format.ready_timeout / BETWEEN_ASKS)
        for _ in range(asks):
            if running.poll() is not None:
                return _tail(running.output()) or "it ended at once"
            done = self.runner.run(self._invocation(self.need.format.ready, "", 10))
            if done.succeeded:
                return ""
            pause(BETWEEN_ASKS)
        return f"no answer within {self.need.format.ready_timeout} s"

    def _run(self, step: ServiceStep, name: str, database: str = "") -> Completed:
        return self.runner.run(
            self._invocation(step.argv, name, step.timeout, step.stdin, database)
        )

    def _invocation(
        self, argv: tuple[str, ...], name: str, timeout: float, stdin: str = "", database: str = ""
    ) -> Invocation:
        words = {
            "bin": str(self.bin),
            "data": str(self.folder / "data"),
            "socket": str(self._socket_folder()),
            "port": str(self.port),
            "user": self.need.user,
            "database": database,
        }
        filled = tuple(_fill(part, words) for part in argv)
        return self._plain((*self.prefix, *filled), name, timeout, _fill(stdin, words))

    def _plain(
        self, argv: tuple[str, ...], name: str, timeout: float, stdin: str = ""
    ) -> Invocation:
        return Invocation(
            argv=argv,
            cwd=str(self.folder),
            profile="verify",
            writable=(str(self.folder),),
            timeout=timeout or 3600,
            log=str(self.folder / f"{name}.log") if name else "",
            stdin=stdin.encode(),
        )


def _fill(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: words.get(match[1], match[0]), text)


def _tail(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""


def _last_line(done: Completed) -> str:
    return _tail(done.errors) or _tail(done.output) or done.stopped or f"exit code {done.exit_code}"
