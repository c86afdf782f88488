"""Methods, statuses and representations as RFC 9110 means them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.bodies import steady
from backend_agent.verify.probe.client import Request, new_nonce
from backend_agent.verify.probe.desk import Desk, find_id
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown


@check("H01")
async def create_is_201(desk: Desk) -> Judged:
    answer = (await desk.create()).answer
    polled = answer.status == 202 and answer.header("location")
    return expect(
        answer.status == 201 or polled,
        f"{answer.status}",
        f"what was made is answered with {answer.status}",
        answer,
    )


@check("H02")
async def location_leads_to_what_was_made(desk: Desk) -> Judged:
    made = await desk.create()
    location = made.answer.header("location")
    if not location:
        return failed("there is no Location", made.answer)
    parts = urlsplit(location)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if not target.startswith("/"):
        target = made.answer.target.rstrip("/").rpartition("/")[0] + "/" + target
    read = await desk.client.ask("GET", target, user=desk.first)
    if read.status != 200:
        return failed(f"Location leads to {read.status}", made.answer, read)
    same = find_id(read, desk.thing.read, desk.words) == made.id
    return expect(same, location, "Location leads to something else", made.answer, read)


@check("H03")
async def read_after_write(desk: Desk) -> Judged:
    made = await desk.create()
    read = await desk.read(made)
    if read.status != 200:
        return failed(f"what was just made is answered with {read.status}", made.answer, read)
    body = read.json()
    lost = [
        name
        for name, value in made.sent.items()
        if isinstance(value, str) and _holds(body, name) and value not in read.text
    ]
    plain = [
        name for name in lost if not re.search(r"pass|date|time|_at$|At$|mail|price|amount", name)
    ]
    return expect(
        not plain,
        "as it was sent",
        f"another value came back for {', '.join(plain)}",
        made.answer,
        read,
    )


def _holds(body: object, name: str) -> bool:
    return name in str(body)


@check("H04")
async def deleted_is_gone(desk: Desk) -> Judged:
    made = await desk.create()
    gone = await desk.delete(made)
    if gone.status not in (200, 202, 204):
        return failed(f"deleting is answered with {gone.status}", gone)
    read = await desk.read(made)
    return expect(
        read.status in (404, 410, 403),
        f"{gone.status}, then {read.status}",
        f"what was deleted is answered with {read.status}",
        gone,
        read,
    )


@check("H05")
async def deleting_twice_is_harmless(desk: Desk) -> Judged:
    made = await desk.create()
    await desk.delete(made)
    again = await desk.delete(made)
    return expect(
        again.status in (200, 204, 404, 410, 403),
        f"{again.status}",
        f"deleting again is answered with {again.status or again.trouble}",
        again,
    )


@check("H06")
async def no_body_where_none_may_be(desk: Desk) -> Judged:
    seen = []
    if desk.resource is not None and desk.thing.delete is not None:
        made = await desk.create()
        target = desk.item_path(made)
        headers = desk.first.headers if desk.first else ()
        source = desk.first.source if desk.first else ""

        data = desk.client.build(Request(method="DELETE", target=target, headers=headers))
        line = await desk.client.open_line(source)
        try:
            await line.send(data)
            answer = desk.client.keep(await line.read_reply("DELETE", target))
            if answer.status in (204, 205, 304):
                await line.is_closed(0.3)
                seen.append(answer)
                if line.unread or (answer.header("content-length") or "0") != "0":
                    return failed(f"{answer.status} with a body or its length", answer)
        finally:
            await line.close()
    for each in desk.client.exchanges:
        if each.status in (204, 304) and each.header("transfer-encoding"):
            return failed(f"{each.status} with Transfer-Encoding", each)
    return (
        passed(f"{len(seen)} answers without a body", *seen)
        if seen
        else absent("no answer without a body was seen")
    )


@check("H07")
async def head_is_get_without_body(desk: Desk) -> Judged:
    made = await desk.create()
    get = await desk.read(made)
    head = await desk.client.ask("HEAD", made.path, user=desk.first)
    if head.status != get.status:
        return failed(f"GET is {get.status} and HEAD is {head.status}", head, get)
    if head.body:
        return failed("HEAD has a body", head)
    if (head.header("content-type") or "") != (get.header("content-type") or ""):
        return failed("HEAD and GET have different Content-Type", head, get)
    length = head.header("content-length")
    return expect(
        length in (None, str(len(get.body))),
        "as GET",
        f"HEAD tells a length of {length}, GET has {len(get.body)}",
        head,
        get,
    )


@check("H08")
async def put_twice_is_put_once(desk: Desk) -> Judged:
    update = desk.thing.update
    put = next(
        (
            each
            for each in desk.description.operations
            if each.method == "PUT" and desk.resource and each.path == desk.thing.read.path
        ),
        None,
    )
    if put is None or update is None:
        return absent("the resource has no PUT")
    made = await desk.create()
    value = desk.sample(put, whole=True)

    async def send() -> Exchange:
        """With the tag that the thing has now, because a service may demand one."""
        tag = (await desk.read(made)).header("etag")
        path = desk.fill(put.path, desk.first, made.id)
        headers = (("If-Match", tag),) if tag else ()
        return await desk.client.ask("PUT", path, user=desk.first, value=value, headers=headers)

    one = await send()
    two = await send()
    if not one.ok:
        return unknown(f"PUT is answered with {one.status}", one)
    return expect(
        two.status in (200, 204),
        "the same twice",
        f"the same PUT again is answered with {two.status}",
        two,
    )


@check("H09")
async def read_after_update(desk: Desk) -> Judged:
    made = await desk.create()
    tag = (await desk.read(made)).header("etag")
    name = desk.text_field(desk.thing.update)
    if not name:
        return unknown("an update takes no free text")
    text = f"changed {new_nonce()}"
    changed = await desk.update(
        made, headers=(("If-Match", tag),) if tag else (), fields={name: text}
    )
    if not changed.ok:
        return unknown(f"the update was answered with {changed.status}", changed)
    read = await desk.read(made)
    if changed.status == 202:
        return unknown("the update is only accepted", changed)
    return expect(
        text in read.text,
        "as it was sent",
        f"{name} was changed with {changed.status} and is read as before",
        changed,
        read,
    )


@check("H10")
async def reading_changes_nothing(desk: Desk) -> Judged:
    made = await desk.create()
    first = await desk.read(made)
    await desk.client.ask("HEAD", made.path, user=desk.first)
    second = await desk.read(made)
    return expect(
        steady(first) == steady(second),
        "the same twice",
        "reading a thing changes it",
        first,
        second,
    )


@check("H11")
async def content_type_is_honest(desk: Desk) -> Judged:
    seen = 0
    for each in list(desk.client.exchanges):
        if not each.body or each.method == "HEAD" or each.status in (0, 204, 304):
            continue
        seen += 1
        if not each.media_type:
            return failed("a body without Content-Type", each)
        if (
            each.media_type.endswith("json")
            and each.json() is None
            and each.body.strip() != b"null"
        ):
            return failed("declared as JSON and is none", each)
        if (
            not each.media_type.endswith("json")
            and each.body.lstrip()[:1] == b"{"
            and each.json() is not None
            and "javascript" not in each.media_type
        ):
            return failed(f"JSON declared as {each.media_type}", each)
    return passed(f"{seen} bodies") if seen else unknown("no body was seen")


@check("H12")
async def times_have_an_offset(desk: Desk) -> Judged:
    made = await desk.create()
    read = await desk.read(made)
    times = re.findall(r'"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^"]*)"', read.text)
    sent = str(made.sent)
    times = [each for each in times if each not in sent]
    if not times:
        return absent("the resource has no time")
    bad = next(
        (
            each
            for each in times
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", each)
        ),
        "",
    )
    return expect(not bad, times[0], f"{bad} is no RFC 3339 time with an offset", read)


@check("H13")
async def trace_is_off(desk: Desk) -> Judged:
    nonce = new_nonce()
    answer = await desk.client.ask("TRACE", "/", headers=(("X-Probe-Echo", nonce),))
    return expect(
        nonce not in answer.text, f"{answer.status}", "TRACE echoes what was sent", answer
    )


@check("H14")
async def answers_hold_no_secrets(desk: Desk) -> Judged:
    patterns = [re.compile(pattern) for pattern in desk.words.secret_patterns]
    passwords = [user.password for user in (desk.first, desk.second) if user and user.password]
    for each in list(desk.client.exchanges):
        for pattern in patterns:
            found = pattern.search(each.text)
            if found:
                return failed(f"an answer holds {found.group()[:12]}…", each)
        if each.status < 400:
            for password in passwords:
                if password in each.text:
                    return failed("an answer holds the user's password", each)
    return passed(f"{len(desk.client.exchanges)} answers read")


@check("H15")
async def trailing_slash_is_consistent(desk: Desk) -> Judged:
    listing = desk.thing.listing or desk.thing.create
    path = desk.fill(listing.path, desk.first)
    other = path.rstrip("/") if path.endswith("/") else path + "/"
    answer = await desk.client.ask(
        listing.method,
        other,
        user=desk.first,
        value=desk.sample(listing) if listing.method == "POST" else None,
    )
    return expect(
        answer.status not in (301, 302, 303) and answer.status < 500,
        f"{answer.status}",
        f"the other spelling is redirected by {answer.status}, which loses method and body",
        answer,
    )
