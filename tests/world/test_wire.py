"""The wire client reads strictly, records every byte, and tells trouble instead of raising it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from backend_agent.values.exchange import Exchange
from backend_agent.world.wire import dial_address, exchange_bytes
from backend_agent.world.wire_reply import Parts, ReplyBuffer

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def take(raw: bytes, method: str = "GET", *, ended: bool = True) -> Parts | None:
    buffer = ReplyBuffer()
    buffer.add(raw)
    return buffer.take(method, ended=ended)


def test_a_body_ends_where_its_length_says() -> None:
    buffer = ReplyBuffer()
    buffer.add(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabHTTP/1.1 204 No\r\n\r\n")
    one, two = buffer.take("GET", ended=False), buffer.take("GET", ended=False)
    assert one is not None
    assert one.body == b"ab"
    assert two is not None
    assert two.status == 204
    assert buffer.rest == b""


def test_chunks_are_joined_and_trailers_read_over() -> None:
    parts = take(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\nX: y\r\n\r\n"
    )
    assert parts is not None
    assert (parts.body, parts.trouble) == (b"abc", "")


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        (b"", "closed without an answer"),
        (b"hello", "malformed answer: b'hello'"),
        (b"HTP/1.1 200 OK\r\n\r\n", "malformed status line: b'HTP/1.1 200 OK'"),
        (b"HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n", "malformed header: b'X Y: z'"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na", "malformed length"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", "closed before the body ended"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "malformed chunk"),
    ],
)
def test_what_is_malformed_is_told(raw: bytes, trouble: str) -> None:
    parts = take(raw)
    assert parts is not None
    assert parts.trouble == trouble


def test_head_and_304_have_no_body_whatever_the_length() -> None:
    for raw, method in (
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD"),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "GET"),
    ):
        parts = take(raw, method, ended=False)
        assert parts is not None
        assert parts.trouble == ""


def test_more_is_awaited_while_the_answer_is_not_whole() -> None:
    assert take(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", ended=False) is None
    assert (
        take(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", ended=False) is None
    )
    assert take(b"HTTP/1.1 200", ended=False) is None


def ask(serve: Serve, data: bytes = GET, seconds: float = 2.0) -> Exchange:
    async def run() -> Exchange:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        try:
            dial = dial_address("127.0.0.1", port)
            return await exchange_bytes(dial, data, method="GET", target="/", seconds=seconds)
        finally:
            server.close()

    return asyncio.run(run())


def test_an_exchange_keeps_the_bytes_of_both_sides_and_its_times() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await asyncio.sleep(0.05)
        writer.write(
            b"HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 1\r\n\r\nx"
        )
        writer.close()

    answer = ask(serve)
    assert answer.sent == GET
    assert answer.received.endswith(b"\r\n\r\nx")
    assert answer.headers_named("set-cookie") == ("a", "b")
    assert answer.connected <= answer.first_byte <= answer.total
    assert answer.first_byte >= 0.05


def test_interim_answers_are_read_over() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 404 Not\r\nContent-Length: 0\r\n\r\n"
        )
        writer.close()

    assert ask(serve).status == 404


def test_whoever_never_answers_is_a_timeout() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    assert ask(serve, seconds=0.2).trouble == "timeout: no whole answer in 0.2 s"


def test_whoever_streams_for_ever_is_cut_off() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b"x" * 262_144)
                await writer.drain()
        except OSError:
            pass

    answer = ask(serve, seconds=20.0)
    assert answer.trouble.startswith("closed by us: more than")
    assert len(answer.received) <= 200_000


def test_an_early_refusal_is_heard_while_the_body_is_still_sent() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()

    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n"
    assert ask(serve, head + b"x" * 30_000_000, seconds=5.0).status == 413


def test_nobody_at_the_address_is_told() -> None:
    dial = dial_address("127.0.0.1", 1)
    answer = asyncio.run(exchange_bytes(dial, GET, method="GET", target="/"))
    assert (answer.status, answer.trouble[:8]) == (0, "refused:")


def test_a_certificate_that_nobody_vouches_for_is_told_as_such() -> None:
    async def run() -> Exchange:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(100)
            writer.write(b"no TLS here")
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        dial = dial_address("127.0.0.1", server.sockets[0].getsockname()[1], tls=True)
        answer = await exchange_bytes(dial, GET, method="GET", target="/")
        server.close()
        return answer

    assert asyncio.run(run()).trouble.startswith("certificate: ")
