"""An HTTP/1.1 server that reads strictly (RFC 9112) and forgives nothing."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

MOST_LINE = 8_192
MOST_HEAD = 16_384
MOST_BODY = 1_048_576
HEAD_SECONDS = 10.0
BODY_SECONDS = 10.0
IDLE_SECONDS = 15.0
TOKEN = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+\Z")
TARGET = re.compile(rb"[!-~]+\Z")
VALUE = re.compile(rb"[\t -~\x80-\xff]*\Z")


class Malformed(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


@dataclass
class Request:
    method: str
    target: str
    headers: list[tuple[str, str]]
    peer: str
    body: bytes = b""
    keep: bool = True

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass
class Response:
    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    close: bool = False


REASONS = {
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout",
    409: "Conflict", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 422: "Unprocessable Content", 428: "Precondition Required",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 503: "Service Unavailable",
}  # fmt: skip
Handler = Callable[[Request], Awaitable[Response]]


class Server:
    def __init__(self, handler: Handler, refuse: Callable[[int, str], Response]) -> None:
        self.handler, self.refuse = handler, refuse
        self.leaving = False
        self.busy: set[asyncio.Task[None]] = set()
        self.idle: set[asyncio.StreamWriter] = set()
        self.listener: asyncio.Server | None = None

    async def listen(self, port: int) -> None:
        self.listener = await asyncio.start_server(
            self.serve, "127.0.0.1", port, backlog=512, limit=MOST_HEAD
        )

    async def leave(self, grace: float) -> None:
        """Take nobody new, finish what is under way, close what is idle."""
        self.leaving = True
        assert self.listener is not None
        self.listener.close()
        for writer in list(self.idle):
            writer.close()
        if self.busy:
            await asyncio.wait(self.busy, timeout=grace)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        peer = writer.get_extra_info("peername")[0]
        try:
            while True:
                self.idle.add(writer)
                first = await asyncio.wait_for(reader.read(1), IDLE_SECONDS)
                self.idle.discard(writer)
                if not first:
                    return
                self.busy.add(task)
                keep = await self.answer(first, reader, writer, peer)
                self.busy.discard(task)
                if not keep or self.leaving:
                    return
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        finally:
            self.idle.discard(writer)
            self.busy.discard(task)
            with contextlib.suppress(OSError):
                writer.close()

    async def answer(
        self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, peer: str
    ) -> bool:
        try:
            request = await asyncio.wait_for(read_head(first, reader, peer), HEAD_SECONDS)
            await asyncio.wait_for(read_body(request, reader), BODY_SECONDS)
            response = await self.handler(request)
        except Malformed as trouble:
            response = self.refuse(trouble.status, trouble.detail)
            response.close = True
            request = Request("GET", "/", [], peer, keep=False)
        except TimeoutError:
            response = self.refuse(408, "The request came too slowly.")
            response.close = True
            request = Request("GET", "/", [], peer, keep=False)
        keep = request.keep and not response.close and not self.leaving
        await write_response(request, response, writer, keep)
        return keep


async def read_head(first: bytes, reader: asyncio.StreamReader, peer: str) -> Request:
    try:
        raw = first + await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        start = first + await reader.read(MOST_HEAD)
        status = 414 if b"\n" not in start[:MOST_LINE] else 431
        raise Malformed(status, "The head is too long.") from None
    lines = raw[:-4].split(b"\r\n")
    parts = lines[0].split(b" ")
    if len(lines[0]) > MOST_LINE:
        raise Malformed(414, "The address is too long.")
    if len(parts) != 3 or not TOKEN.match(parts[0]) or not TARGET.match(parts[1]):
        raise Malformed(400, "The request line is malformed.")
    if parts[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise Malformed(400, "The version is not HTTP/1.1.")
    headers = [read_field(line) for line in lines[1:]]
    request = Request(parts[0].decode(), parts[1].decode("latin-1"), headers, peer)
    hosts = [value for name, value in headers if name == "host"]
    if len(hosts) != 1 and parts[2] == b"HTTP/1.1":
        raise Malformed(400, "There must be one Host.")
    request.keep = (request.header("connection") or "").lower() != "close" and parts[
        2
    ] == b"HTTP/1.1"
    return request


def read_field(line: bytes) -> tuple[str, str]:
    name, colon, value = line.partition(b":")
    if not colon or not TOKEN.match(name):
        raise Malformed(400, "A header's name is malformed.")
    value = value.strip(b" \t")
    if not VALUE.match(value):
        raise Malformed(400, "A header's value is malformed.")
    return name.decode().lower(), value.decode("latin-1")


async def read_body(request: Request, reader: asyncio.StreamReader) -> None:
    lengths = [value for name, value in request.headers if name == "content-length"]
    coding = [value for name, value in request.headers if name == "transfer-encoding"]
    if coding:
        if lengths:
            raise Malformed(400, "Length and chunks exclude each other.")
        if [each.strip().lower() for each in coding] != ["chunked"]:
            raise Malformed(501, "Only chunked is understood.")
        request.body = await read_chunks(reader)
        return
    if not lengths:
        return
    if len(set(lengths)) > 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
        raise Malformed(400, "The length is malformed.")
    length = int(lengths[0])
    if length > MOST_BODY:
        raise Malformed(413, "The body is too large.")
    request.body = await reader.readexactly(length)


async def read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = line[:-2].partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            raise Malformed(400, "A chunk's size is malformed.")
        length = int(size, 16)
        if len(body) + length > MOST_BODY:
            raise Malformed(413, "The body is too large.")
        if length == 0:
            await reader.readuntil(b"\r\n")
            return body
        body += await reader.readexactly(length)
        if await reader.readexactly(2) != b"\r\n":
            raise Malformed(400, "A chunk does not end.")


async def write_response(
    request: Request, response: Response, writer: asyncio.StreamWriter, keep: bool
) -> None:
    lines = [f"HTTP/1.1 {response.status} {REASONS.get(response.status, '')}"]
    lines += [f"{name}: {value}" for name, value in response.headers]
    bodiless = response.status in (204, 304)
    if not bodiless:
        lines.append(f"Content-Length: {len(response.body)}")
    if not keep:
        lines.append("Connection: close")
    writer.write("\r\n".join((*lines, "", "")).encode("latin-1"))
    if not bodiless and request.method != "HEAD":
        writer.write(response.body)
    await writer.drain()
