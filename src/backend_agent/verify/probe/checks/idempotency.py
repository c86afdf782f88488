"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): a repeated request has one effect."""

from __future__ import annotations

import asyncio
import secrets
import uuid

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.lists import items_of
from backend_agent.verify.probe.client import User, compose_request
from backend_agent.verify.probe.desk import Desk, find_id
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

HEADER = "Idempotency-Key"
AT_ONCE = 50


def new_key() -> str:
    """A v4 UUID, bare as most clients send it."""
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))


async def _post(
    desk: Desk, key: str, value: dict[str, object], user: User | None = None
) -> Exchange:
    user = user or desk.first
    create = desk.thing.create
    return await desk.client.ask(
        "POST",
        desk.fill(create.path, user),
        user=user,
        value=value,
        media=create.media or "application/json",
        headers=((HEADER, key),),
    )


async def spelled_key(desk: Desk) -> str | None:
    """The spelling of a key ({} is the key) with which a request is replayed: bare or as the draft's quoted
    string; None where neither is."""
    lock: asyncio.Lock = desk.keeps.setdefault("key_lock", asyncio.Lock())
    async with lock:
        if "key_spelling" not in desk.keeps:
            desk.keeps["key_spelling"] = await _find_spelling(desk)
    found: str | None = desk.keeps["key_spelling"]
    return found


async def _find_spelling(desk: Desk) -> str | None:
    for spelling in ("{}", '"{}"'):
        value = desk.sample(desk.thing.create)
        key = spelling.format(new_key())
        one, two = await _post(desk, key, value), await _post(desk, key, value)
        if one.ok and two.ok and _id(desk, one) and _id(desk, one) == _id(desk, two):
            return spelling
    return None


def _id(desk: Desk, answer: Exchange) -> str:
    return find_id(answer, desk.thing.read, desk.words)


async def _count(desk: Desk, user: User | None, needle: str) -> int | None:
    """How many things in the user's list hold the text; None where that cannot be counted."""
    if desk.thing.listing is None:
        return None
    limit = desk.thing.listing.parameter(desk.words.limit_parameters)
    answer = await desk.list_page(user, f"{limit.name}=100" if limit else "")
    items = items_of(answer, desk.words)
    return None if items is None else sum(needle in str(item) for item in items)


@check("I01")
async def same_key_is_replayed(desk: Desk) -> Judged:
    tried = []
    for spelling in ("{}", '"{}"'):
        value = desk.sample(desk.thing.create)
        key = spelling.format(new_key())
        one, two = await _post(desk, key, value), await _post(desk, key, value)
        tried += [one, two]
        if not one.ok:
            continue
        if two.ok and _id(desk, one) and _id(desk, one) == _id(desk, two):
            if one.status != two.status or one.json() != two.json():
                return failed("the repeated request is answered differently", one, two)
            return passed("one effect, the same answer", one, two)
    if not any(each.ok for each in tried):
        return unknown("nothing could be made", *tried[:1])
    return failed("the same request with the same key has two effects", *tried[:2])


@check("I02")
async def refusal_is_no_dead_end(desk: Desk) -> Judged:
    spelling = await spelled_key(desk)
    if spelling is None:
        return absent("no key is honoured")
    key = spelling.format(new_key())
    one = await _post(desk, key, {})
    two = await _post(desk, key, {})
    if one.ok:
        return absent("an empty body is accepted")
    return expect(
        one.status == two.status,
        f"{one.status} twice",
        f"{one.status}, then {two.status}",
        one,
        two,
    )


@check("I03")
async def key_with_other_payload_is_422(desk: Desk) -> Judged:
    spelling = await spelled_key(desk)
    if spelling is None:
        return absent("no key is honoured")
    key = spelling.format(new_key())
    one = await _post(desk, key, desk.sample(desk.thing.create))
    two = await _post(desk, key, desk.sample(desk.thing.create))
    if two.ok:
        same = _id(desk, one) == _id(desk, two)
        return failed(
            "another payload with a used key is answered with "
            + ("the first answer" if same else "a second effect"),
            one,
            two,
        )
    return expect(
        two.status == 422,
        "422",
        f"another payload with a used key is answered with {two.status}",
        two,
    )


@check("I04")
async def at_once_there_is_one_effect(desk: Desk) -> Judged:
    spelling = await spelled_key(desk)
    if spelling is None:
        return absent("no key is honoured")
    user = desk.first
    create = desk.thing.create
    for _ in range(3):
        value = desk.sample(create)
        request = compose_request(
            "POST",
            desk.fill(create.path, user),
            user=user,
            headers=((HEADER, spelling.format(new_key())),),
            value=value,
            media=create.media or "application/json",
            seconds=30.0,
        )
        answers = await desk.client.burst([request] * AT_ONCE, user.source if user else "")
        broke = [each for each in answers if each.broke]
        if broke:
            return failed(
                f"{len(broke)} of {AT_ONCE} at once end in {broke[0].status or broke[0].trouble}",
                *broke[:2],
            )
        made = {_id(desk, each) for each in answers if each.ok}
        if len(made) > 1:
            return failed(
                f"{AT_ONCE} at once have {len(made)} effects",
                *[each for each in answers if each.ok][:2],
            )
        odd = next(
            (each for each in answers if not each.ok and each.status not in (409, 425, 429, 503)),
            None,
        )
        if odd is not None:
            return failed(f"a request in flight is answered with {odd.status or odd.trouble}", odd)
        needle = next(
            (each for each in value.values() if isinstance(each, str) and each.startswith("probe")),
            "",
        )
        count = await _count(desk, user, needle) if needle else None
        if count is not None and count > 1:
            return failed(f"{AT_ONCE} at once left {count} things in the list", answers[0])
    return passed(f"{AT_ONCE} at once, one effect", *answers[:2])


@check("I05")
async def missing_key_is_400(desk: Desk) -> Judged:
    wanted = [
        each
        for each in desk.description.operations
        for parameter in each.parameters
        if parameter.place == "header"
        and parameter.name.lower() == HEADER.lower()
        and parameter.required
    ]
    operation = next((each for each in wanted if each.method == "POST"), None)
    if operation is None:
        return absent("no operation demands a key")
    answer = await desk.client.ask(
        "POST",
        desk.fill(operation.path, desk.first),
        user=desk.first,
        value=desk.sample(operation),
        media=operation.media or "application/json",
    )
    return expect(
        answer.status == 400,
        "400",
        f"without the demanded key the answer is {answer.status}",
        answer,
    )


@check("I06")
async def keys_belong_to_callers(desk: Desk) -> Judged:
    spelling = await spelled_key(desk)
    if spelling is None:
        return absent("no key is honoured")
    key = spelling.format(new_key())
    value = desk.sample(desk.thing.create)
    mine = await _post(desk, key, value, desk.first)
    theirs = await _post(desk, key, value, desk.second)
    if theirs.ok and _id(desk, theirs) == _id(desk, mine):
        return failed("another user's key answers with the first user's thing", mine, theirs)
    return expect(
        theirs.ok or theirs.status == 409,
        "each caller has keys of their own",
        f"another user is answered with {theirs.status}",
        theirs,
    )


@check("I07")
async def bad_keys_are_refused(desk: Desk) -> Judged:
    if await spelled_key(desk) is None:
        return absent("no key is honoured")
    for key in ("k" * 10_000, "\t", '"'):
        answer = await _post(desk, key, desk.sample(desk.thing.create))
        if answer.broke or answer.status >= 500:
            return failed(f"a bad key ends in {answer.status or answer.trouble}", answer)
        if answer.ok and len(key) > 1000:
            return failed("a key of 10 000 characters is accepted", answer)
    return passed("refused", answer)
