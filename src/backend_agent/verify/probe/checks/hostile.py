"""Hostile input: nothing that is sent may break the service, take effect, or reach where it should not."""

from __future__ import annotations

import json
import re
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.checks.lists import items_of
from backend_agent.verify.probe.client import new_nonce
from backend_agent.verify.probe.desk import Desk, inner_object, object_of
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.verify.probe.samples import kind_of, plain_schema

DEEP = 100_000
LONG = 200_000


async def send_text(desk: Desk, value: Any, name: str = "") -> Exchange:
    """Make a thing with this value in a member that takes text."""
    name = name or desk.text_field()
    return (await desk.create(fields={name: value})).answer


async def send_raw(desk: Desk, body: bytes) -> Exchange:
    create = desk.thing.create
    return await desk.client.ask(
        "POST",
        desk.fill(create.path, desk.first),
        user=desk.first,
        body=body,
        media=create.media or "application/json",
    )


def _with_raw(desk: Desk, raw: bytes, name: str = "") -> bytes:
    """The sample's JSON with these bytes in place of a member's value."""
    name = name or desk.text_field()
    made = desk.sample(desk.thing.create, fields={name: "@@HERE@@"})
    return json.dumps(made).encode().replace(b'"@@HERE@@"', raw)


@check("X01")
async def nul_is_harmless(desk: Desk) -> Judged:
    if not desk.text_field():
        return absent("no member takes free text")
    value = f"a\x00b{new_nonce()}"
    made = await desk.create(fields={desk.text_field(): value})
    answer = made.answer
    if answer.broke or answer.status >= 500:
        return failed(f"a NUL in a text ends in {answer.status or answer.trouble}", answer)
    if answer.ok and made.path:
        read = await desk.read(made)
        return expect(
            "a\\u0000b" in read.text,
            "kept as it is",
            "a NUL in a text is accepted and what comes back is another text",
            answer,
            read,
        )
    return passed(f"{answer.status}", answer)


@check("X02")
async def lone_surrogate_is_harmless(desk: Desk) -> Judged:
    if not desk.text_field():
        return absent("no member takes free text")
    answer = await send_raw(desk, _with_raw(desk, b'"a\\ud800b"'))
    return expect(
        not answer.broke and answer.status < 500,
        f"{answer.status}",
        f"half a surrogate pair ends in {answer.status or answer.trouble}",
        answer,
    )


@check("X03")
async def invalid_utf8_is_refused(desk: Desk) -> Judged:
    if not desk.text_field():
        return absent("no member takes free text")
    nonce = new_nonce().encode()
    answer = await send_raw(desk, _with_raw(desk, b'"a' + nonce + b'\xff\xfe"'))
    if answer.broke or answer.status >= 500:
        return failed(f"bytes that are no UTF-8 end in {answer.status or answer.trouble}", answer)
    return expect(
        answer.refused, f"{answer.status}", "bytes that are no UTF-8 are accepted", answer
    )


@check("X04")
async def nan_is_refused(desk: Desk) -> Judged:
    name = desk.number_field() or desk.text_field()
    if not name:
        return absent("no member takes a number or a text")
    last = None
    for raw in (b"NaN", b"Infinity", b"-Infinity"):
        last = await send_raw(desk, _with_raw(desk, raw, name))
        if last.broke or last.status >= 500:
            return failed(f"{raw.decode()} ends in {last.status or last.trouble}", last)
        if last.ok:
            return failed(f"{raw.decode()}, which is no JSON, is accepted", last)
    return passed("refused", *([last] if last else []))


@check("X05")
async def duplicate_names_are_refused(desk: Desk) -> Judged:
    name = desk.text_field()
    if not name:
        return absent("no member takes free text")
    body = json.dumps(
        desk.sample(desk.thing.create, fields={name: "first " + new_nonce()})
    ).encode()
    envelope = inner_object(json.loads(body), desk.thing.create.body or {})
    double = body.replace(
        json.dumps(name).encode() + b":",
        json.dumps(name).encode() + b': "second", ' + json.dumps(name).encode() + b":",
        1,
    )
    if not envelope:
        return absent("the body has no member")
    answer = await send_raw(desk, double)
    return expect(
        answer.refused, f"{answer.status}", "an object with the same name twice is accepted", answer
    )


@check("X06")
async def deep_nesting_is_harmless(desk: Desk) -> Judged:
    last = None
    for body in (
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        _with_raw(desk, b"[" * 20_000 + b"]" * 20_000, desk.text_field() or "text"),
    ):
        last = await send_raw(desk, body)
        if last.broke or last.status >= 500:
            return failed(f"{DEEP} nested brackets end in {last.status or last.trouble}", last)
        if last.ok:
            return failed("deep nesting is accepted", last)
    after = await desk.client.ask("GET", cheap_target(desk), user=desk.first)
    return expect(
        after.status and after.status < 500,
        "refused, and the next request is served",
        "after deep nesting nothing is served",
        *([last] if last else []),
        after,
    )


@check("X07")
async def huge_numbers_are_refused(desk: Desk) -> Judged:
    name = desk.number_field()
    if not name:
        return absent("no member takes a number")
    schema = plain_schema(
        object_of(desk.thing.create.body or {}).get("properties", {}).get(name, {})
    )
    last = None
    for raw in (str(2**63).encode(), str(-(2**63) - 1).encode(), b"1e400", b"9" * 400, b"-1e400"):
        last = await send_raw(desk, _with_raw(desk, raw, name))
        if last.broke or last.status >= 500:
            return failed(f"{raw[:24].decode()} ends in {last.status or last.trouble}", last)
    if last is not None and last.ok and kind_of(schema) == "integer":
        return failed("-1e400 is accepted as an integer", last)
    return passed("no failure", *([last] if last else []))


@check("X08")
async def long_text_is_refused(desk: Desk) -> Judged:
    name = desk.text_field()
    if not name:
        return absent("no member takes free text")
    answer = await send_text(desk, "x" * LONG, name)
    if answer.broke or answer.status >= 500:
        return failed(f"a text of {LONG} letters ends in {answer.status or answer.trouble}", answer)
    declared = plain_schema(
        object_of(desk.thing.create.body or {}).get("properties", {}).get(name, {})
    ).get("maxLength")
    if answer.ok and isinstance(declared, int) and declared >= LONG:
        return passed(f"{declared} letters are documented", answer)
    return expect(
        answer.refused,
        f"{answer.status}",
        f"a text of {LONG} letters is accepted in {name}",
        answer,
    )


@check("X09")
async def unknown_members_are_refused(desk: Desk) -> Judged:
    answer = (await desk.create(fields={f"unknown_{new_nonce()}": "x"})).answer
    return expect(
        answer.refused,
        f"{answer.status}",
        "members that nobody knows are accepted in silence",
        answer,
    )


@check("X10")
async def bad_ids_are_refused(desk: Desk) -> Judged:
    head = desk.fill(desk.thing.read.path, desk.first, "@@")
    values = (
        "0",
        "-1",
        str(2**63),
        "9" * 60,
        "'",
        '"',
        "%00",
        "..%2f..%2fetc%2fpasswd",
        "%ff",
        "a" * 3000,
        "%20",
        "null",
        "undefined",
        "NaN",
        "1%0d%0aX:%20y",
        "%F0%9F%92%A9",
        "1;drop",
        "{}",
        "[]",
        "00000000-0000-0000-0000-00000000000g",
    )
    last = None
    for value in values:
        last = await desk.client.ask("GET", head.replace("%40%40", value), user=desk.first)
        if last.broke or last.status >= 500:
            return failed(f"the id {value[:40]} ends in {last.status or last.trouble}", last)
        if (
            last.ok
            and value != "0"
            and items_of(last, desk.words) is None
            and last.body not in (b"", b"null")
        ):
            return failed(f"the id {value[:40]} is answered with {last.status}", last)
    return passed(f"{len(values)} refused", *([last] if last else []))


@check("X19")
async def nothing_broke_it(desk: Desk) -> Judged:
    broke = [
        each
        for each in desk.client.exchanges
        if each.status in (500, 502, 504) or (each.broke and each.status)
    ]
    groups = {
        (each.method, re.sub(r"[0-9a-f-]{8,}|\d+", "…", each.target.partition("?")[0])[:60])
        for each in broke
    }
    if broke:
        told = ", ".join(f"{method} {path}" for method, path in sorted(groups)[:4])
        return failed(
            f"{len(broke)} of {len(desk.client.exchanges)} requests broke it: {told}",
            *broke[:3],
        )
    return (
        passed(f"none of {len(desk.client.exchanges)}")
        if desk.client.exchanges
        else unknown("nothing was sent")
    )
