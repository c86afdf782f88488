"""Injection: what is sent as data is neither run, nor obeyed, nor fetched, nor sent back raw."""

from __future__ import annotations

import asyncio
import json
import re
from urllib.parse import quote

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.checks.lists import items_of
from backend_agent.verify.probe.client import Request, new_nonce
from backend_agent.verify.probe.desk import Desk, inner_object, object_of
from backend_agent.verify.probe.people import credentials_for
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.verify.probe.samples import kind_of, plain_schema

DELAY = 3


@check("X11")
async def sql_has_no_effect(desk: Desk) -> Judged:
    name = desk.text_field()
    nonce = new_nonce()
    probes = (
        "' OR '1'='1",
        "'; DROP TABLE users; --",
        f"{nonce}' || (SELECT 'x') || '",
        "1' AND SLEEP(3) -- ",
        "'; SELECT pg_sleep(3); --",
        "\\'",
    )
    for text in probes:
        if name:
            made = await desk.create(fields={name: text})
            told = _sql_told(made.answer, text)
            if told:
                return failed(told, made.answer)
            if made.answer.ok and made.path:
                read = await desk.read(made)
                kept = (json.dumps(text.strip())[1:-1], text.strip())
                if read.ok and not any(each in read.text for each in kept):
                    return failed(
                        "what was sent as a text is not what came back", made.answer, read
                    )
    trouble = await _sql_in_queries(desk, probes)
    if trouble is not None:
        return trouble
    return await _sql_in_login(desk, probes)


def _sql_told(answer: Exchange, text: str) -> str:
    if answer.broke or answer.status >= 500:
        return f"{text!r} ends in {answer.status or answer.trouble}"
    return f"{text!r} takes {answer.total:.1f} s" if answer.total > DELAY else ""


async def _sql_in_queries(desk: Desk, probes: tuple[str, ...]) -> Judged | None:
    listing = desk.thing.listing
    names = [each.name for each in listing.parameters if each.place == "query"] if listing else []
    base = (
        items_of(
            await desk.list_page(desk.second or desk.first, f"{names[0]}=nothing-{new_nonce()}"),
            desk.words,
        )
        if names
        else None
    )
    for parameter in names[:8]:
        for text in probes[:4]:
            answer = await desk.list_page(desk.second or desk.first, f"{parameter}={quote(text)}")
            told = _sql_told(answer, text)
            if told:
                return failed(f"in {parameter}: {told}", answer)
        if base is not None:
            plain = await desk.list_page(
                desk.second or desk.first, f"{parameter}={quote('zz' + new_nonce())}"
            )
            open_wide = await desk.list_page(
                desk.second or desk.first, f"{parameter}={quote(chr(39) + ' OR 1=1 -- ')}"
            )
            few, many = items_of(plain, desk.words), items_of(open_wide, desk.words)
            if (
                plain.ok
                and open_wide.ok
                and few is not None
                and many is not None
                and len(many) > len(few)
            ):
                return failed(f"a condition in {parameter} is obeyed", plain, open_wide)
    return None


async def _sql_in_login(desk: Desk, probes: tuple[str, ...]) -> Judged:
    if desk.roles.login is None or desk.roles.login_is_basic or desk.first is None:
        return passed("no effect")
    last = None
    for text in ("' OR '1'='1' -- ", "admin'--", *probes[4:5]):
        value = credentials_for(
            desk,
            desk.first,
            password="x' OR '1'='1",  # noqa: S106 - an attack
            identity=f"{text}@example.com" if "@" in str(desk.first.fields) else text,
        )
        last = await desk.client.ask(
            "POST",
            desk.roles.login.path,
            value=value,
            media=desk.roles.login.media or "application/json",
            source=desk.client.new_source(),
        )
        if last.ok:
            return failed("a condition in the login lets one in", last)
        told = _sql_told(last, text)
        if told:
            return failed(f"in the login: {told}", last)
    return passed("no effect", *([last] if last else []))


@check("X12")
async def operators_are_refused(desk: Desk) -> Judged:
    if (
        desk.roles.login is None
        or desk.roles.login_is_basic
        or desk.first is None
        or "json" not in (desk.roles.login.media or "json")
    ):
        return absent("the login takes no JSON")
    last = None
    for operator in ({"$gt": ""}, {"$ne": None}, [""], True):
        value = credentials_for(desk, desk.first)
        inner = inner_object(value, desk.roles.login.body or {})
        for name in list(inner):
            if re.search(desk.words.password_field, name, re.IGNORECASE):
                inner[name] = operator
        last = await desk.client.ask(
            "POST", desk.roles.login.path, value=value, source=desk.client.new_source()
        )
        if last.ok:
            return failed("an operator in place of the password lets one in", last)
        if last.broke or last.status >= 500:
            return failed(
                f"an operator in place of the password ends in {last.status or last.trouble}", last
            )
    return passed(f"{last.status if last else ''}", *([last] if last else []))


@check("X13")
async def text_is_not_run(desk: Desk) -> Judged:
    name = desk.text_field()
    if not name:
        return absent("no member takes free text")
    last = None
    for text in (
        "{{7*191}}",
        "${7*191}",
        "<%= 7*191 %>",
        "#{7*191}",
        f"$(sleep {DELAY})",
        f"`sleep {DELAY}`",
        f"; sleep {DELAY}",
        "${jndi:ldap://127.0.0.1:9/a}",
        "%{7*191}",
        "{7*191}",
    ):
        nonce = new_nonce()
        made = await desk.create(fields={name: f"{text} {nonce}"})
        last = made.answer
        told = _sql_told(last, text)
        if told:
            return failed(told, last)
        if made.answer.ok and made.path:
            read = await desk.read(made)
            # The product alone may stand in any id or time.
            if read.ok and f"1337 {nonce}" in read.text:
                return failed(f"{text!r} was computed", last, read)
    return passed("kept as text", *([last] if last else []))


@check("X14")
async def nothing_is_fetched(desk: Desk) -> Judged:
    schema = object_of(desk.thing.create.body or {})
    names = [
        str(name)
        for name, its in schema.get("properties", {}).items()
        if plain_schema(its).get("format") in ("uri", "url")
        or re.search(r"ur[il]$|link|webhook|callback|image|avatar", str(name), re.IGNORECASE)
    ]
    if not names:
        return absent("no member takes an address")
    if desk.telemetry is None:
        return unknown("there is no listener of our own that it could reach")
    nonce = new_nonce()
    port = desk.keeps.get("canary_port", 0)
    answer = None
    for name in names:
        for address in (
            f"http://127.0.0.1:{port}/{nonce}",
            f"http://localhost:{port}/{nonce}",
            f"http://[::ffff:127.0.0.1]:{port}/{nonce}",
        ):
            answer = (await desk.create(fields={name: address})).answer
            if answer.broke or answer.status >= 500:
                return failed(
                    f"an address in {name} ends in {answer.status or answer.trouble}", answer
                )
    await asyncio.sleep(0.5)
    reached = any(nonce in each.target for each in desk.telemetry.collector.received)
    return expect(
        not reached,
        "nothing came",
        "the service fetches an address on its own machine",
        *([answer] if answer else []),
    )


@check("X15")
async def entities_are_not_resolved(desk: Desk) -> Judged:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><title>&x;</title></a>'
    answer = await desk.client.ask(
        "POST",
        desk.fill(desk.thing.create.path, desk.first),
        user=desk.first,
        body=body,
        media="application/xml",
    )
    if answer.ok and "root:" in answer.text:
        return failed("an XML entity is resolved", answer)
    return expect(
        answer.refused,
        f"{answer.status}",
        f"XML with an entity is answered with {answer.status or answer.trouble}",
        answer,
    )


@check("X17")
async def patterns_are_quick(desk: Desk) -> Judged:
    schema = object_of(desk.thing.create.body or {})
    names = [
        str(name) for name, its in schema.get("properties", {}).items() if kind_of(its) == "string"
    ]
    last = None
    for name in names[:6]:
        times = []
        for text in (
            "b" * 30_000,
            "a" * 30_000 + "!",
            "a@" * 15_000,
            " " * 30_000 + "x",
            "0" * 30_000 + "!",
        ):
            last = (await desk.create(fields={name: text})).answer
            times.append(last.total)
        if max(times[1:]) > 1.0 and max(times[1:]) > 5 * times[0]:
            return failed(
                f"a text in {name} keeps it busy for {max(times):.1f} s", *([last] if last else [])
            )
    return (
        passed(f"{len(names[:6])} members", *([last] if last else []))
        if names
        else absent("no member takes text")
    )


@check("X18")
async def headers_are_not_reflected_raw(desk: Desk) -> Judged:
    for value in (
        "a\x1b[31mred",
        "x" * 4096,
        "a b;c=d<script>",
        "é" * 20,
        "${jndi:ldap://127.0.0.1:9/a}",
    ):
        answer = await desk.client.ask(
            "GET",
            cheap_target(desk),
            user=desk.first,
            headers=(("X-Request-ID", value), ("X-Correlation-ID", value)),
        )
        if answer.broke or answer.status >= 500:
            return failed(
                f"a strange X-Request-ID ends in {answer.status or answer.trouble}", answer
            )
        back = next((got for name, got in answer.headers if value in got), "")
        if back:
            return failed("a strange X-Request-ID is sent back as it came", answer)
    data = desk.client.build(
        Request(method="GET", target=f"{cheap_target(desk)}?a=%0d%0aX-Injected:%20yes")
    )
    split = await desk.client.raw(data, target=cheap_target(desk))
    return expect(
        split.header("x-injected") is None,
        "replaced or refused",
        "a header was injected through the query",
        split,
    )
