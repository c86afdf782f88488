"""HTTP/1.1 on the wire (RFC 9112): framing that two readers could understand differently is refused."""

from __future__ import annotations

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.ruling import Judged, check, expect, failed, passed


def _head(desk: Desk, *lines: str, method: str = "GET", host: bool = True) -> bytes:
    every = [
        f"{method} {cheap_target(desk)} HTTP/1.1",
        *([f"Host: {desk.client.host}"] if host else []),
        *lines,
    ]
    return "\r\n".join((*every, "", "")).encode("latin-1")


async def refuse(
    desk: Desk,
    cases: list[tuple[str, bytes]],
    *,
    statuses: tuple[int, ...] = (400,),
    framing: bool = False,
) -> Judged:
    """Each of these must be refused: by one of the statuses, or by closing without an answer. `framing` = it
    is unclear where the body ends; whoever answers by the head alone and then closes has misread nothing."""
    last: Exchange | None = None
    for name, data in cases:
        last = await desk.client.raw(data, target=cheap_target(desk), seconds=3.0)
        if last.trouble.startswith("malformed"):
            return failed(f"{name} is answered with something that is no HTTP", last)
        silent = last.status == 0 and last.trouble.startswith("closed")
        if last.status in statuses or silent:
            continue
        if not framing or last.trouble or await _answers_next(desk, data):
            return failed(f"{name} is answered with {last.status or last.trouble}", last)
    return passed(f"{len(cases)} refused", *([last] if last else []))


async def _answers_next(desk: Desk, data: bytes) -> bool:
    """Whether the connection goes on after these bytes as if nothing were wrong."""
    line = await desk.client.open_line()
    try:
        await line.send(data + _head(desk))
        await line.read_reply("GET", cheap_target(desk), 3.0)
        await line.is_closed(1.0)
        return b"HTTP/1." in line.unread
    finally:
        await line.close()


@check("W01")
async def host_is_demanded(desk: Desk) -> Judged:
    return await refuse(desk, [("a request without Host", _head(desk, host=False))])


@check("W02")
async def second_host_is_refused(desk: Desk) -> Judged:
    return await refuse(desk, [("two Host fields", _head(desk, "Host: other.example"))])


@check("W03")
async def space_before_colon_is_refused(desk: Desk) -> Judged:
    return await refuse(desk, [("a space before the colon", _head(desk, "X-A : b"))])


@check("W04")
async def two_lengths_are_refused(desk: Desk) -> Judged:
    return await refuse(
        desk,
        [
            (
                "two different lengths",
                _head(desk, "Content-Length: 5", "Content-Length: 6", method="POST") + b"hello!",
            )
        ],
        framing=True,
    )


@check("W05")
async def length_and_chunks_close(desk: Desk) -> Judged:
    second = _head(desk)
    body = b"0\r\n\r\n"
    data = (
        _head(desk, "Content-Length: 5", "Transfer-Encoding: chunked", method="POST")
        + body
        + second
    )
    line = await desk.client.open_line()
    try:
        await line.send(data)
        first = desk.client.keep(await line.read_reply("POST", cheap_target(desk), 5.0))
        await line.is_closed(1.0)
        rest = line.unread
    finally:
        await line.close()
    if b"HTTP/1." in rest:
        return failed(
            "after a request with length and chunks the connection answers the next one", first
        )
    return expect(
        first.status or first.trouble.startswith("closed"),
        f"{first.status or 'closed'}, nothing after it",
        f"it ends in {first.trouble}",
        first,
    )


@check("W06")
async def bad_lengths_are_refused(desk: Desk) -> Judged:
    cases = [
        (
            f"Content-Length: {value}",
            _head(desk, f"Content-Length: {value}", method="POST") + b"hello",
        )
        for value in ("+5", "0x5", "-1", "5,5x", "5 5", "five")
    ]
    return await refuse(desk, cases, framing=True)


@check("W07")
async def odd_codings_are_refused(desk: Desk) -> Judged:
    chunk = b"5\r\nhello\r\n0\r\n\r\n"
    cases = [
        (
            "Transfer-Encoding: xchunked",
            _head(desk, "Transfer-Encoding: xchunked", method="POST") + chunk,
        ),
        (
            "Transfer-Encoding: identity, chunked, identity",
            _head(desk, "Transfer-Encoding: chunked, identity", method="POST") + chunk,
        ),
    ]
    return await refuse(desk, cases, statuses=(400, 411, 501), framing=True)


@check("W08")
async def bad_chunks_are_refused(desk: Desk) -> Judged:
    head = _head(desk, "Transfer-Encoding: chunked", method="POST")
    cases = [
        ("a chunk size that is no number", head + b"zz\r\nhello\r\n0\r\n\r\n"),
        ("a chunk without its end", head + b"5\r\nhelloXX0\r\n\r\n"),
    ]
    judged = await refuse(desk, cases, statuses=(400, 413), framing=True)
    if judged.ruling == "fail":
        return judged
    # Whoever counts that far may wait for the rest; only taking it for another number is wrong.
    beyond = await desk.client.raw(
        head + b"FFFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n", target=cheap_target(desk), seconds=1.5
    )
    if beyond.ok or beyond.status >= 500:
        return failed(f"a chunk size beyond all is answered with {beyond.status}", beyond)
    return judged


@check("W09")
async def control_characters_are_refused(desk: Desk) -> Judged:
    cases = [
        ("NUL in a header", _head(desk, "X-A: a\x00b")),
        ("a folded header", _head(desk, "X-A: a", " folded: b")),
    ]
    return await refuse(desk, cases)


@check("W10")
async def answers_are_framed(desk: Desk) -> Judged:
    for each in desk.client.exchanges:
        both = (
            each.header("content-length") is not None
            and each.header("transfer-encoding") is not None
        )
        if both or each.trouble.startswith("malformed"):
            return failed("an answer with a length and chunks" if both else each.trouble, each)
        if (
            each.trouble == "closed before the body ended"
            and each.note != "cut"
            and not each.status >= 400
        ):
            return failed("an answer ends before its length", each)
    return passed(f"{len(desk.client.exchanges)} answers")


@check("W11")
async def connection_is_kept(desk: Desk) -> Judged:
    line = await desk.client.open_line()
    try:
        one = _head(desk)
        await line.send(one + one)
        first = desk.client.keep(await line.read_reply("GET", cheap_target(desk), 5.0))
        second = desk.client.keep(await line.read_reply("GET", cheap_target(desk), 5.0))
    finally:
        await line.close()
    if (first.header("connection") or "").lower() == "close":
        return passed("the connection is closed after each answer, and said so", first)
    return expect(
        second.status,
        "two in a row are answered in order",
        f"the second request on a connection ends in {second.trouble}",
        first,
        second,
    )
