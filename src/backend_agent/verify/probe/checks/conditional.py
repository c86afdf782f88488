"""Conditional requests, lost updates and races for what must be unique."""

from __future__ import annotations

import re

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.client import Request, compose_request
from backend_agent.verify.probe.desk import Desk, Made
from backend_agent.verify.probe.people import sign_up
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

ROUNDS = 10
RACERS = 8


async def _tagged(desk: Desk) -> tuple[Made, Exchange, str]:
    made = await desk.create()
    read = await desk.read(made)
    return made, read, read.header("etag") or ""


@check("C01")
async def validator_is_there(desk: Desk) -> Judged:
    _, read, tag = await _tagged(desk)
    modified = read.header("last-modified")
    if tag and not re.fullmatch(r'(W/)?"[^"\x00-\x20\x7f]*"', tag):
        return failed(f"{tag} is no entity tag", read)
    return expect(
        tag or modified, tag or f"Last-Modified: {modified}", "neither ETag nor Last-Modified", read
    )


@check("C02")
async def unchanged_is_304(desk: Desk) -> Judged:
    made, read, tag = await _tagged(desk)
    if not tag:
        return absent("there is no ETag", read)
    again = await desk.read(made, headers=(("If-None-Match", tag),))
    if again.status != 304:
        return failed(f"an unchanged thing is answered with {again.status}", again)
    if again.body:
        return failed("304 with a body", again)
    await desk_change(desk, made)
    changed = await desk.read(made, headers=(("If-None-Match", tag),))
    if desk.thing.update is not None and changed.status == 304:
        return failed("a changed thing is answered with 304", changed)
    return passed("304 while unchanged", again)


async def desk_change(desk: Desk, made: Made) -> Exchange | None:
    """Change the thing by an update that any precondition allows."""
    if desk.thing.update is None:
        return None
    read = await desk.read(made)
    tag = read.header("etag")
    return await desk.update(made, headers=(("If-Match", tag),) if tag else ())


@check("C03")
async def stale_update_is_412(desk: Desk) -> Judged:
    made, read, tag = await _tagged(desk)
    if not tag:
        return absent("there is no ETag, so no update says what it builds on", read)
    changed = await desk_change(desk, made)
    if changed is None or not changed.ok:
        return unknown(
            f"the thing could not be changed: {changed.brief() if changed else ''}",
            *([changed] if changed else ()),
        )
    between = await desk.read(made)
    stale = await desk.update(made, headers=(("If-Match", tag),))
    after = await desk.read(made)
    if stale.ok:
        return failed("an update with a stale If-Match is performed", stale, after)
    if between.body != after.body:
        return failed("a refused update changed the thing", stale, after)
    return expect(
        stale.status == 412, "412", f"a stale If-Match is answered with {stale.status}", stale
    )


@check("C04")
async def missing_precondition_is_428(desk: Desk) -> Judged:
    made, read, tag = await _tagged(desk)
    if not tag:
        return absent("there is no ETag", read)
    answer = await desk.update(made)
    return expect(
        answer.status == 428,
        "428",
        f"an update without If-Match is answered with {answer.status}",
        answer,
    )


@check("C06")
async def weak_tag_never_matches(desk: Desk) -> Judged:
    made, read, tag = await _tagged(desk)
    if not tag:
        return absent("there is no ETag", read)
    answer = await desk.update(
        made, headers=(("If-Match", tag if tag.startswith("W/") else f"W/{tag}"),)
    )
    return expect(
        answer.status == 412,
        "412",
        f"a weak tag in If-Match is answered with {answer.status}",
        answer,
    )


def _update_request(desk: Desk, made: Made, tag: str) -> Request:
    method, value, media = desk.change()
    return compose_request(
        method,
        desk.item_path(made),
        user=desk.first,
        headers=(("If-Match", tag),),
        value=value,
        media=media,
    )


@check("C07")
async def one_of_two_updates_wins(desk: Desk) -> Judged:
    last: list[Exchange] = []
    for _ in range(ROUNDS):
        made, read, tag = await _tagged(desk)
        if not tag:
            return absent("there is no ETag, so no update can say what it builds on", read)
        last = await desk.client.burst([_update_request(desk, made, tag) for _ in range(4)])
        won = [each for each in last if each.ok]
        broke = [each for each in last if each.broke]
        if broke:
            return failed("updates at once break the service", *broke[:2])
        if len(won) > 1:
            return failed(f"{len(won)} of 4 updates with the same If-Match succeed", *won[:2])
        if not won:
            return unknown("no update succeeds", *last[:1])
    return passed(f"{ROUNDS} rounds, one of four each", *last[:1])


@check("C08")
async def unique_race(desk: Desk) -> Judged:
    sent = desk.sample(desk.thing.create)
    one = await desk.create_from(sent, desk.first)
    two = await desk.create_from(sent, desk.first)
    if two.answer.ok and one.answer.ok:
        return await _signup_race(desk)
    return await race(
        desk,
        [
            _create_request(desk, value)
            for value in [desk.sample(desk.thing.create)]
            for _ in range(RACERS)
        ],
        4,
    )


def _create_request(desk: Desk, value: dict[str, object]) -> Request:
    return compose_request(
        "POST",
        desk.fill(desk.thing.create.path, desk.first),
        user=desk.first,
        value=value,
        media=desk.thing.create.media or "application/json",
    )


async def race(desk: Desk, requests: list[Request], rounds: int) -> Judged:
    """The same at once: at most one may succeed, and nothing may break."""
    answers: list[Exchange] = []
    for _ in range(rounds):
        answers = await desk.client.burst(requests, desk.client.new_source())
        broke = [each for each in answers if each.broke or each.status >= 500]
        if broke:
            return failed(
                f"{len(broke)} of {len(requests)} at once end in {broke[0].status or broke[0].trouble}",
                *broke[:2],
            )
        won = [each for each in answers if each.ok]
        if len(won) > 1:
            return failed(f"{len(won)} of {len(requests)} at once succeed", *won[:2])
        if won:
            return passed(f"one of {len(requests)}", *answers[:2])
    return unknown("none succeeded", *answers[:2])


async def _signup_race(desk: Desk) -> Judged:
    """Nothing of the resource is unique; an address to sign up with is."""
    signup = desk.roles.signup
    if signup is None or desk.first is None or desk.first.signup is None:
        return absent("nothing must be unique")

    again = desk.first.signup
    repeated = await desk.client.raw(
        again.sent, method="POST", target=signup.path, source=desk.client.new_source(), seconds=15
    )
    if repeated.ok:
        return absent(
            "signing up twice is answered alike on purpose, or nothing is unique", repeated
        )
    probe = await sign_up(desk)
    if isinstance(probe, str) or probe.signup is None:
        return unknown("nobody could sign up")
    head, _, body = probe.signup.sent.partition(b"\r\n\r\n")
    name = next(
        (str(value) for value in probe.fields.values() if isinstance(value, str) and "@" in value),
        "",
    )
    fresh = (
        body.replace(name.partition("@")[0].encode(), f"r{name.partition('@')[0]}".encode())
        if name
        else body
    )
    for value in probe.fields.values():
        if isinstance(value, str) and value.startswith("probe") and "@" not in value:
            fresh = fresh.replace(value.encode(), (value[:-1] + "q").encode())
    media = re.search(rb"(?i)content-type: ([^\r]+)", head)
    headers = (("Content-Type", media[1].decode() if media else "application/json"),)
    requests = [
        Request(method="POST", target=signup.path, headers=headers, body=fresh, seconds=30.0)
    ] * RACERS
    return await race(desk, requests, 1)
