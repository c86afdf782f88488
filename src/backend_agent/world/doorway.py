"""A way into a sandbox's own network: connections and listeners made inside, used from here."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from pathlib import Path

from backend_agent.values.errors import ToolFailed
from backend_agent.values.process import Invocation
from backend_agent.world.clock import pause
from backend_agent.world.process import Runner, Running
from backend_agent.world.wire import Dial, Streams

PORTER = Path(__file__).with_name("porter.py")
NAME = "door"
START_LIMIT = 10.0


class Doorway:
    """Asks the porter, a little program inside of the session, for sockets by file descriptor."""

    def __init__(self, runner: Runner, folder: Path) -> None:
        """`folder` is one that the session may write; it must exist. Raises ToolFailed."""
        self._folder = folder
        # What an earlier porter left here answers nobody.
        (folder / NAME).unlink(missing_ok=True)
        self._running: Running = runner.start(
            Invocation(
                argv=(sys.executable, "-I", "-S", str(PORTER), NAME),
                cwd=str(folder),
                profile="verify",
                writable=(str(folder),),
            )
        )
        waited = 0.0
        while not (folder / NAME).exists():
            if self._running.poll() is not None or waited > START_LIMIT:
                raise ToolFailed(f"no way into the sandbox: {self._running.output()[-300:]}")
            pause(0.02)
            waited += 0.02

    def dial(self, port: int) -> Dial:
        """Connections to a port of the loopback inside."""

        async def connect(source: str) -> Streams:
            taken = await asyncio.to_thread(self._ask, "dial", port, source)
            return await asyncio.open_connection(sock=taken)

        return connect

    def listen(self, port: int = 0) -> socket.socket:
        """A listening socket on the loopback inside; port 0 = any free one. Raises OSError."""
        return self._ask("listen", port, "")

    def list_ports(self) -> tuple[int, ...]:
        """The TCP ports that something inside listens on; () where the system does not tell."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ask:
            ask.settimeout(5.0)
            _connect_below(ask, self._folder)
            ask.sendall(b'{"do": "ports"}\n')
            text = b""
            while piece := ask.recv(65_536):
                text += piece
        return tuple(json.loads(text or b"[]"))

    def close(self) -> None:
        self._running.stop(0.5)

    def _ask(self, what: str, port: int, source: str) -> socket.socket:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as ask:
            ask.settimeout(5.0)
            _connect_below(ask, self._folder)
            ask.sendall(json.dumps({"do": what, "port": port, "source": source}).encode() + b"\n")
            message, descriptors, _, _ = socket.recv_fds(ask, 4096, 1)
        if not descriptors:
            number, _, text = message.decode().partition(" ")
            raise OSError(int(number or 0), text or "no socket came")
        taken = socket.socket(fileno=descriptors[0])
        taken.setblocking(False)
        return taken


def _connect_below(ask: socket.socket, folder: Path) -> None:
    """A unix socket's path may have a hundred bytes; through the folder's descriptor it is short."""
    if not Path("/proc/self/fd").is_dir():
        ask.connect(str(folder / NAME))
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        ask.connect(f"/proc/self/fd/{descriptor}/{NAME}")
    finally:
        os.close(descriptor)
