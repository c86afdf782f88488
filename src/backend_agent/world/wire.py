"""The wire client: HTTP/1.1 over a connection of its own, every byte and every phase recorded."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from backend_agent.values.exchange import Exchange
from backend_agent.world.wire_reply import Parts, ReplyBuffer

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
# Own address ("" = any) → a connection to the service.
Dial = Callable[[str], Awaitable[Streams]]

MOST_BYTES = 8_000_000
KEPT_BYTES = 200_000
PIECE = 65_536


def dial_address(host: str, port: int, *, tls: bool = False) -> Dial:
    """Connections to host and port; with `tls` the certificate is verified."""

    async def dial(source: str) -> Streams:
        local = (source, 0) if source else None
        context = ssl.create_default_context() if tls else None
        return await asyncio.open_connection(host, port, ssl=context, local_addr=local)

    return dial


@dataclass(slots=True)
class _Times:
    begun: float
    connected: float = 0.0
    first_byte: float = 0.0


class Line:
    """One connection. What is sent and received on it is kept."""

    def __init__(self, streams: Streams, begun: float) -> None:
        self._reader, self._writer = streams
        self._times = _Times(begun=begun, connected=time.monotonic() - begun)
        self._buffer = ReplyBuffer()
        self._sent = bytearray()
        self._mark = 0
        self.ended = False

    @classmethod
    async def open(cls, dial: Dial, source: str = "", seconds: float = 5.0) -> Line:
        """Raises OSError, TimeoutError when nobody answers."""
        begun = time.monotonic()
        streams = await asyncio.wait_for(dial(source), seconds)
        return cls(streams, begun)

    async def send(self, data: bytes, seconds: float = 20.0) -> str:
        """Send it all; what went wrong, or ""."""
        self._sent += data
        try:
            self._writer.write(data)
            await asyncio.wait_for(self._writer.drain(), seconds)
        except (OSError, TimeoutError) as error:
            return f"closed while sending ({type(error).__name__})"
        return ""

    async def read_reply(self, method: str, target: str, seconds: float = 10.0) -> Exchange:
        """The next answer on this connection; interim (1xx) answers are read over."""
        started = time.monotonic()
        trouble = ""
        try:
            parts = await asyncio.wait_for(self._read_parts(method), seconds)
        except TimeoutError:
            parts, trouble = self._buffer.partial(), f"timeout: no whole answer in {seconds:g} s"
        except OSError as error:
            parts, trouble = self._buffer.partial(), f"closed: {type(error).__name__}"
        if not trouble and parts.trouble:
            trouble = parts.trouble
        sent, self._sent = bytes(self._sent), bytearray()
        origin = self._times.begun if not self._mark else started
        self._mark += 1
        return Exchange(
            method=method,
            target=target,
            sent=sent[:KEPT_BYTES],
            received=parts.raw[:KEPT_BYTES],
            status=parts.status,
            headers=parts.headers,
            body=parts.body,
            trouble=trouble,
            connected=self._times.connected,
            first_byte=max(self._times.first_byte - origin, 0.0),
            total=time.monotonic() - origin,
            closed=self.ended,
            note="cut" if max(len(sent), len(parts.raw)) > KEPT_BYTES else "",
        )

    async def _read_parts(self, method: str) -> Parts:
        first = True
        while True:
            parts = self._buffer.take(method, ended=self.ended)
            if parts is not None:
                if not 100 <= parts.status < 200 or parts.trouble:
                    return parts
                continue
            if len(self._buffer) > MOST_BYTES:
                return self._buffer.partial(f"closed by us: more than {MOST_BYTES} bytes")
            piece = await self._reader.read(PIECE)
            if first and piece:
                self._times.first_byte = time.monotonic()
                first = False
            self.ended = not piece
            self._buffer.add(piece)

    async def is_closed(self, seconds: float) -> bool:
        """Whether the peer closes the connection within that time; what it sends meanwhile is kept."""
        end = time.monotonic() + seconds
        while not self.ended:
            left = end - time.monotonic()
            if left <= 0:
                return False
            try:
                piece = await asyncio.wait_for(self._reader.read(PIECE), left)
            except TimeoutError:
                return False
            except OSError:
                piece = b""
            self.ended = not piece
            self._buffer.add(piece)
        return True

    @property
    def unread(self) -> bytes:
        """Bytes that came and no answer was made of."""
        return self._buffer.rest

    async def close(self) -> None:
        with contextlib.suppress(OSError, TimeoutError, ssl.SSLError):
            self._writer.close()
            await asyncio.wait_for(self._writer.wait_closed(), 1.0)


async def exchange_bytes(
    dial: Dial, data: bytes, *, method: str, target: str, source: str = "", seconds: float = 10.0
) -> Exchange:
    """Send these bytes on a new connection and read one answer. Trouble is told, never raised."""
    try:
        line = await Line.open(dial, source)
    except (OSError, TimeoutError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        kind = "certificate" if isinstance(error, ssl.SSLError) else "refused"
        return Exchange(
            method=method, target=target, sent=data[:KEPT_BYTES], trouble=f"{kind}: {reason}"
        )
    try:
        # Read while sending: who refuses early closes early, and the answer would be lost.
        sending = asyncio.ensure_future(line.send(data))
        answer = await line.read_reply(method, target, seconds)
        if not sending.done():
            sending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await sending
        return answer
    finally:
        await line.close()
