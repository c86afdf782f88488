"""Limits: bodies, heads, slow clients, and how often somebody may ask."""

from __future__ import annotations

import asyncio
import gzip
import json
import re

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.client import Headers, Request, User, new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.people import credentials_for, send_login, sign_up
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.world.wire import Line

BIG = 20 << 20
BURST = 300
GUESSES = 20
MOST_GUESSES = 60
FORWARDED = ("X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP")
SLOW_CLIENTS = 100
SLOW = 62.0


def _target(desk: Desk) -> str:
    return desk.fill(desk.thing.create.path, desk.first)


@check("R01")
async def big_body_is_413(desk: Desk) -> Judged:
    name = desk.text_field() or "text"
    body = (
        json.dumps({**desk.sample(desk.thing.create), name: "x"}).encode()[:-2] + b"x" * BIG + b'"}'
    )
    before = await desk.held.memory() if desk.held else 0
    headers = (*(desk.first.headers if desk.first else ()), ("Content-Type", "application/json"))
    answer = await desk.client.send(
        Request(method="POST", target=_target(desk), headers=headers, body=body, seconds=30.0),
        desk.client.new_source(),
    )
    after = await desk.held.memory() if desk.held else 0
    if answer.ok:
        return failed("20 MiB are accepted", answer)
    if answer.status not in (413, 0):
        return failed(f"20 MiB are answered with {answer.status}", answer)
    if answer.status == 0 and not answer.trouble.startswith("closed"):
        return failed(f"20 MiB end in {answer.trouble}", answer)
    if before and after - before > 3 * BIG:
        return failed(f"memory grew by {(after - before) >> 20} MiB", answer)
    chunked = await _send_chunked(desk)
    unheard = chunked.status == 0 and not chunked.trouble.startswith("closed")
    if unheard or chunked.status not in (413, 0):
        return failed(
            f"20 MiB in chunks, without a length, are answered with {chunked.status or chunked.trouble}",
            chunked,
        )
    return passed(f"{answer.status or 'closed'}", answer)


async def _send_chunked(desk: Desk) -> Exchange:
    headers = (
        *(desk.first.headers if desk.first else ()),
        ("Content-Type", "application/json"),
        ("Transfer-Encoding", "chunked"),
    )
    head = desk.client.build(Request(method="POST", target=_target(desk), headers=headers))
    piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
    data = head + b"2\r\n{ \r\n" + piece * (BIG >> 16) + b'7\r\n"a": 1}\r\n0\r\n\r\n'
    return await desk.client.raw(
        data, method="POST", target=_target(desk), seconds=30.0, source=desk.client.new_source()
    )


@check("R02")
async def compressed_bomb_is_refused(desk: Desk) -> Judged:
    body = gzip.compress(
        json.dumps(
            {**desk.sample(desk.thing.create), desk.text_field() or "text": "x" * (BIG // 2)}
        ).encode()
    )
    before = await desk.held.memory() if desk.held else 0
    answer = await desk.client.ask(
        "POST",
        _target(desk),
        user=desk.first,
        body=body,
        headers=(("Content-Encoding", "gzip"),),
        source=desk.client.new_source(),
    )
    after = await desk.held.memory() if desk.held else 0
    told = f"10 MiB that were packed into {len(body)} bytes are answered with {answer.status}"
    unheard = answer.status == 0 and not answer.trouble.startswith("closed")
    if unheard or answer.status not in (0, 400, 413, 415):
        return failed(told, answer)
    return expect(
        after - before < 3 * BIG,
        f"{answer.status or 'closed'}",
        "memory grew with what was unpacked",
        answer,
    )


async def _burst(desk: Desk) -> list[Exchange]:
    """As many requests as it takes to be limited, from one address; made once."""
    if "burst" not in desk.keeps:
        source = desk.client.new_source()
        first = await desk.client.ask("GET", cheap_target(desk), user=desk.first, source=source)
        count = min((_quota(first) or BURST) + 2, 1200)
        answers = [first]
        while len(answers) < count and answers[-1].status != 429:
            answers += await asyncio.gather(
                *(
                    desk.client.ask("GET", cheap_target(desk), user=desk.first, source=source)
                    for _ in range(8)
                )
            )
            answers.sort(key=lambda each: each.status == 429)
        desk.keeps["burst"] = answers
        desk.keeps["burst_source"] = source
    found: list[Exchange] = desk.keeps["burst"]
    return found


def cheap_target(desk: Desk) -> str:
    """An address that costs the service little to read."""
    if desk.resource is not None and desk.thing.listing is not None:
        return desk.fill(desk.thing.listing.path, desk.first)
    return next(
        (
            each.path
            for each in desk.description.operations
            if each.method == "GET" and "{" not in each.path
        ),
        "/",
    )


def _quota(answer: Exchange) -> int | None:
    policy = ",".join(answer.headers_named("ratelimit-policy"))
    found = re.search(r"\bq=(\d+)", policy)
    old = answer.header("ratelimit-limit") or answer.header("x-ratelimit-limit") or ""
    if found:
        return int(found[1])
    number = re.match(r"\d+", old)
    return int(number[0]) if number else None


@check("R03")
async def bursts_are_throttled(desk: Desk) -> Judged:
    answers = await _burst(desk)
    limited = answers[-1].status == 429
    broke = next((each for each in answers if each.broke), None)
    if broke is not None:
        return failed(f"under a burst it breaks: {broke.status or broke.trouble}", broke)
    return expect(
        limited,
        f"429 within {len(answers)} requests",
        f"{len(answers)} requests at once are all served",
        answers[-1],
    )


def _seconds(answer: Exchange) -> float | None:
    value = answer.header("retry-after")
    if value is None:
        return None
    if value.isdigit():
        return float(value)
    return 1.0 if re.match(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}", value) else None


@check("R04")
async def limit_tells_when_to_come_back(desk: Desk) -> Judged:
    limited = [each for each in await _burst(desk) if each.status == 429]
    limited += [each for each in desk.client.exchanges if each.status == 429][:5]
    if not limited:
        return absent("nothing is limited")
    for each in limited:
        if _seconds(each) is None:
            return failed("429 without a Retry-After that can be read", each)
    return passed(f"Retry-After: {limited[0].header('retry-after')}", limited[0])


@check("R05")
async def limits_are_announced(desk: Desk) -> Judged:
    answer = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, source=desk.client.new_source()
    )
    policy, state = answer.header("ratelimit-policy"), answer.header("ratelimit")
    if (
        policy
        and state
        and re.search(r'"[^"]+"\s*;.*\bq=\d+', policy)
        and re.search(r'"[^"]+"\s*;.*\br=\d+', state)
    ):
        return passed(f"{policy}; {state}", answer)
    old = [
        name
        for name, _ in answer.headers
        if name.lower().startswith(("ratelimit", "x-ratelimit", "x-rate-limit"))
    ]
    if old:
        return failed(f"an older syntax is used: {', '.join(old)}", answer)
    return failed("no RateLimit and RateLimit-Policy fields", answer)


@check("R06")
async def remaining_goes_down(desk: Desk) -> Judged:
    source = desk.client.new_source()
    answers = [
        await desk.client.ask("GET", cheap_target(desk), user=desk.first, source=source)
        for _ in range(3)
    ]
    left: list[int | None] = []
    for each in answers:
        found = re.search(r"\br=(\d+)", each.header("ratelimit") or "")
        old = each.header("ratelimit-remaining") or each.header("x-ratelimit-remaining") or ""
        left.append(int(found[1]) if found else int(old) if old.isdigit() else None)
    first, last = left[0], left[-1]
    if first is None or last is None:
        return absent("what remains is not announced")
    return expect(first > last, f"{first} to {last}", f"what remains stays {left}", *answers)


async def _guess(desk: Desk, user: User, source: str) -> list[Exchange]:
    answers: list[Exchange] = []
    while len(answers) < GUESSES and not any(each.status in (423, 429) for each in answers):
        answers += await asyncio.gather(
            *(
                send_login(desk, user, password=f"Wrong-{new_nonce()}-1!", source=source)
                for _ in range(4)
            )
        )
    return answers


@check("R07")
async def guessing_passwords_is_throttled(desk: Desk) -> Judged:
    user = await sign_up(desk)
    if isinstance(user, str):
        if desk.first is None:
            return unknown(user)
        user = desk.first
    answers = await _guess(desk, user, desk.client.new_source())
    limited = next((each for each in answers if each.status in (423, 429)), None)
    if limited is None:
        right = await send_login(desk, user, source=desk.client.new_source())
        if not right.ok:
            return passed("the account is locked", right)
        return failed(f"{len(answers)} wrong passwords are all tried", answers[-1])
    wrong = next((each for each in answers if each.ok), None)
    if wrong is not None:
        return failed("a wrong password is accepted", wrong)
    return passed(f"{limited.status} within {len(answers)} tries", limited)


@check("R08")
async def limit_cannot_be_spoofed(desk: Desk) -> Judged:
    if not desk.client.spreads:
        return unknown("only what was started here can be judged: a proxy may be trusted")
    if desk.roles.login is None or desk.roles.login_is_basic or desk.first is None:
        return absent("the login takes no body")
    source = desk.client.new_source()

    async def guess(number: int, headers: Headers = ()) -> Exchange:
        """As somebody else each time, so that only a limit by address is met."""
        assert desk.roles.login is not None
        assert desk.first is not None
        ghost = f"probe-{new_nonce()}@example.com"
        return await desk.client.ask(
            "POST",
            desk.roles.login.path,
            value=credentials_for(desk, desk.first, f"Wrong-{number}-aA1!", ghost),
            media=desk.roles.login.media or "application/json",
            headers=headers,
            source=source,
        )

    answers: list[Exchange] = []
    while len(answers) < MOST_GUESSES and not any(each.status == 429 for each in answers):
        answers += await asyncio.gather(*(guess(len(answers) + number) for number in range(4)))
    if not any(each.status == 429 for each in answers):
        return absent(f"no limit by address within {MOST_GUESSES} tries")
    for number in range(3):
        address = f"203.0.113.{number + 7}"
        spoofed = (*((name, address) for name in FORWARDED), ("Forwarded", f"for={address}"))
        answer = await guess(number, spoofed)
        if answer.status != 429:
            return failed("another X-Forwarded-For lifts the limit", answer)
    return passed("429 whatever the header says", answer)


@check("R09")
async def long_heads_are_refused(desk: Desk) -> Judged:
    long_uri = await desk.client.ask("GET", f"{desk.prefix}/{'a' * 16_000}")
    if long_uri.broke or long_uri.ok or long_uri.status >= 500:
        return failed(
            f"an address of 16 kB is answered with {long_uri.status or long_uri.trouble}", long_uri
        )
    long_field = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, headers=(("X-Long", "a" * 70_000),)
    )
    if long_field.ok or long_field.status >= 500:
        return failed(f"a header of 70 kB is answered with {long_field.status}", long_field)
    closed = long_field.status == 0 and long_field.trouble.startswith("closed")
    return expect(
        long_field.refused or closed,
        f"{long_uri.status} and {long_field.status or 'closed'}",
        f"a header of 70 kB ends in {long_field.trouble}",
        long_field,
    )


@check("R10")
async def slow_clients_starve_nobody(desk: Desk) -> Judged:
    headers = (
        *(desk.first.headers if desk.first else ()),
        ("Content-Type", "application/json"),
        ("Content-Length", "1000"),
    )
    target = _target(desk) if desk.resource else "/"
    head = desk.client.build(Request(method="POST", target=target, headers=headers)) + b'{"a": "'
    lines: list[Line] = []
    try:
        for start in range(0, SLOW_CLIENTS, 20):
            opened = await asyncio.gather(
                *(desk.client.open_line(desk.client.new_source()) for _ in range(20)),
                return_exceptions=True,
            )
            lines += [each for each in opened if isinstance(each, Line)]
            await asyncio.gather(*(each.send(head) for each in lines[start:]))
        answers = [
            await desk.client.ask("GET", cheap_target(desk), user=desk.first, seconds=5.0)
            for _ in range(3)
        ]
    finally:
        await asyncio.gather(*(each.close() for each in lines))
    slowest = max(answers, key=lambda each: each.total)
    if not lines:
        return unknown("no connection could be opened", slowest)
    fine = all(each.status and each.status < 500 and each.total < 2.0 for each in answers)
    return expect(
        fine,
        f"answered in {slowest.total:.2f} s beside {len(lines)} half-sent bodies",
        f"{len(lines)} half-sent bodies, and the next request: {slowest.brief()} in {slowest.total:.1f} s",
        slowest,
    )


async def _trickle(desk: Desk, start: bytes, piece: bytes) -> tuple[bool, float, Exchange]:
    line = await desk.client.open_line(desk.client.new_source())
    begun = desk.now()
    try:
        await line.send(start)
        while desk.now() - begun < SLOW:
            if await line.is_closed(3.0):
                break
            if line.unread:
                break
            if await line.send(piece):
                break
        seconds = desk.now() - begun
        closed = line.ended or bool(line.unread) or seconds < SLOW
        answer = await line.read_reply("GET", "/", 0.2)
        return closed, seconds, desk.client.keep(answer, "sent slowly")
    finally:
        await line.close()


@check("R11")
async def slow_headers_are_closed(desk: Desk) -> Judged:
    closed, seconds, answer = await _trickle(
        desk, f"GET / HTTP/1.1\r\nHost: {desk.client.host}\r\n".encode(), b"X-A: b\r\n"
    )
    return expect(
        closed, f"closed after {seconds:.0f} s", f"still open after {seconds:.0f} s", answer
    )


@check("R12")
async def slow_bodies_are_closed(desk: Desk) -> Judged:
    headers = (
        *(desk.first.headers if desk.first else ()),
        ("Content-Type", "application/json"),
        ("Content-Length", "1000"),
    )
    start = desk.client.build(Request(method="POST", target=_target(desk), headers=headers)) + b"{"
    closed, seconds, answer = await _trickle(desk, start, b" ")
    return expect(
        closed, f"closed after {seconds:.0f} s", f"still open after {seconds:.0f} s", answer
    )
