"""Listeners of our own for the length of a run: a collector of HTTP requests, and a relay that can be cut."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from backend_agent.world.wire import Dial

MOST_HEAD = 65_536
MOST_BODY = 8_000_000
PIECE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that somebody sent to us, its body decompressed."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")


@dataclass(slots=True)
class Collector:
    """Answers 200 to whatever HTTP request comes and keeps it; counts every connection."""

    received: list[Received] = field(default_factory=list)
    connections: int = 0
    _server: asyncio.Server | None = None

    async def open(self, listening: socket.socket) -> int:
        """Serve on the socket; answers its port."""
        self._server = await asyncio.start_server(self._serve, sock=listening)
        return int(listening.getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        # A loop that ends cancels its tasks, and a server's own callback cannot bear that.
        with contextlib.suppress(OSError, ValueError, EOFError, asyncio.CancelledError):
            while request := await _read_request(reader):
                self.received.append(request)
                kind = request.header("content-type") or "application/json"
                body = b"{}" if "json" in kind else b""
                head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        writer.close()


async def _read_request(reader: asyncio.StreamReader) -> Received | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, *_ = (*first.split(" "), "", "")
    pairs = tuple(
        (name.strip(), value.strip())
        for name, found, value in (line.partition(":") for line in lines)
        if found
    )
    shape = Received(method=method, target=target, headers=pairs)
    if "chunked" in shape.header("transfer-encoding").lower():
        body = await _read_chunks(reader)
    else:
        body = await reader.readexactly(min(int(shape.header("content-length") or 0), MOST_BODY))
    coding = shape.header("content-encoding").lower()
    with contextlib.suppress(OSError, zlib.error):
        body = gzip.decompress(body) if coding == "gzip" else body
        body = zlib.decompress(body) if coding == "deflate" else body
    return Received(method=method, target=target, headers=pairs, body=body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).strip().partition(b";")[0] or b"0", 16):
        body += await reader.readexactly(min(size, MOST_BODY))
        await reader.readexactly(2)
    await reader.readline()
    return body


class Relay:
    """Stands before a server and passes every byte on, until it is cut."""

    def __init__(self, listen: Callable[[int], socket.socket], target: Dial) -> None:
        """`listen` makes a listening socket on a port (0 = any)."""
        self._listen = listen
        self._target = target
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.used = False

    async def open(self) -> int:
        """Begin, or begin again on the same port after a cut. Answers the port."""
        listening = await asyncio.to_thread(self._listen, self.port)
        self.port = int(listening.getsockname()[1])
        self._server = await asyncio.start_server(self._serve, sock=listening)
        return self.port

    async def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.used = True
        try:
            far_reader, far_writer = await self._target("")
        except (OSError, asyncio.CancelledError):
            writer.close()
            return
        ends = {writer, far_writer}
        self._writers |= ends
        pumps = [
            asyncio.ensure_future(_pump(reader, far_writer)),
            asyncio.ensure_future(_pump(far_reader, writer)),
        ]
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for pump in pumps:
            pump.cancel()
        self._writers -= ends
        for end in ends:
            end.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
