"""Runs the control, whole or with a mutation, and asks it, without a sandbox."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import Depth, ProbeReport, Ruling
from backend_agent.verify.probe.desk import Held
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.profile import Profile
from backend_agent.world.clock import SystemClock
from backend_agent.world.listener import Collector, Relay
from backend_agent.world.ports import find_free_port
from backend_agent.world.wire import dial_address

HERE = Path(__file__).parent
CONTROL = HERE / "control"
START_SECONDS = 60.0
ADMIN = ("admin@example.com", "Adm1n-passw0rd-of-control")


@dataclass(frozen=True)
class Mutation:
    """One text in one file of the control replaced."""

    name: str
    file: str
    old: str
    new: str


class Process:
    """A process of our own, its output kept."""

    def __init__(self, argv: Sequence[str], folder: Path, environment: dict[str, str]) -> None:
        self.popen = subprocess.Popen(
            argv,
            cwd=folder,
            env={
                **os.environ,
                **environment,
                "PYTHONUNBUFFERED": "1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.output = bytearray()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.popen.stdout is not None
        while piece := os.read(self.popen.stdout.fileno(), 65536):
            self.output += piece

    def text(self) -> str:
        return self.output.decode("utf-8", "replace")

    def memory(self) -> int:
        try:
            return int(Path(f"/proc/{self.popen.pid}/statm").read_text().split()[1]) * os.sysconf(
                "SC_PAGE_SIZE"
            )
        except OSError:
            return 0

    def end(self) -> None:
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        if self.popen.poll() is None:
            self.popen.kill()
        self.popen.wait()
        self.reader.join(2.0)
        if self.popen.stdout is not None:
            self.popen.stdout.close()


def wait_for_port(port: int, process: Process) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.popen.poll() is not None:
            raise RuntimeError(f"it ended: {process.text()[-800:]}")
        with socket.socket() as ask:
            if ask.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"no port: {process.text()[-800:]}")


def listen(port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    made.listen(512)
    made.setblocking(False)
    return made


def probe_control(
    mutations: Sequence[Mutation] = (),
    *,
    only: Sequence[str] = (),
    depth: Depth = "quick",
    profile: Profile | None = None,
) -> ProbeReport:
    """Ask the control, with these mutations applied to a copy of it."""
    with tempfile.TemporaryDirectory(prefix="control-") as folder:
        root = Path(folder)
        shutil.copytree(CONTROL, root / "control", ignore=shutil.ignore_patterns("__pycache__"))
        for mutation in mutations:
            apply_mutation(root / "control", mutation)
        return asyncio.run(_ask(root, only, depth, profile or Profile()))


def apply_mutation(folder: Path, mutation: Mutation) -> None:
    path = folder / mutation.file
    text = path.read_text()
    if text.count(mutation.old) != 1:
        raise ValueError(f"{mutation.name}: {text.count(mutation.old)} places in {mutation.file}")
    path.write_text(text.replace(mutation.old, mutation.new))


async def _ask(root: Path, only: Sequence[str], depth: Depth, profile: Profile) -> ProbeReport:
    python = sys.executable
    database_port, port = find_free_port(), find_free_port()
    database = Process((python, "-m", "control.database", str(database_port)), root, {})
    relay = Relay(listen, dial_address("127.0.0.1", database_port))
    collector = Collector()
    collector_port = await collector.open(listen(0))
    environment = {
        "PORT": str(port),
        "DATABASE_URL": f"toy://127.0.0.1:{await relay.open()}",
        "SECRET_KEY": secrets.token_hex(24),
        "CORS_ORIGINS": "https://app.example.com",
        "ADMIN_EMAIL": ADMIN[0],
        "ADMIN_PASSWORD": ADMIN[1],
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector_port}",
    }
    argv = (python, "-m", "control")
    service = Process(argv, root, environment)
    try:
        await asyncio.to_thread(wait_for_port, database_port, database)
        await asyncio.to_thread(wait_for_port, port, service)
        return await ask_local(
            port,
            "control",
            hold_process(service, relay, environment, root, argv),
            (collector, collector_port),
            only=only,
            depth=depth,
            profile=profile,
        )
    finally:
        await relay.cut()
        await collector.close()
        service.stop()
        database.stop()


async def ask_local(
    port: int,
    target: str,
    held: Held,
    collector: tuple[Collector, int],
    *,
    only: Sequence[str],
    depth: Depth,
    profile: Profile,
) -> ProbeReport:
    """Ask what listens on a port of the loopback; `collector` comes with its port."""
    inquiry = Inquiry(
        dial=dial_address("127.0.0.1", port),
        host=f"127.0.0.1:{port}",
        target=target,
        catalog=load_catalog(),
        clock=SystemClock(),
        depth=depth,
        only=tuple(only),
        destructive=True,
        profile=profile,
        held=held,
        collector=collector[0],
        collector_port=collector[1],
    )
    return await ask_service(inquiry, lambda _: None)


def hold_process(
    service: Process,
    relay: Relay | None,
    environment: dict[str, str],
    root: Path,
    argv: Sequence[str],
) -> Held:
    """`relay` stands before its database server, None where it has none."""

    async def wait(seconds: float) -> tuple[int, float] | None:
        began = time.monotonic()
        try:
            code = await asyncio.to_thread(service.popen.wait, seconds)
        except subprocess.TimeoutExpired:
            return None
        return code, time.monotonic() - began

    async def memory() -> int:
        return service.memory()

    async def restart(changes: dict[str, str]) -> tuple[int | None, str]:
        service.stop()
        again = Process(argv, root, environment | changes)
        try:
            code: int | None = await asyncio.to_thread(again.popen.wait, 8.0)
            again.reader.join(1.0)
        except subprocess.TimeoutExpired:
            code = None
        again.stop()
        return code, again.text()

    async def restore() -> None:
        if relay is not None:
            await relay.open()

    return Held(
        logs=service.text,
        end=service.end,
        wait=wait,
        memory=memory,
        restart=restart,
        cut=relay.cut if relay else None,
        restore=restore if relay else None,
        settings=environment,
        backing="" if relay else "it uses no database server",
    )


def rulings(report: ProbeReport) -> dict[str, Ruling]:
    return {answer.check: answer.ruling for answer in report.answers}
