"""Authorisation: objects and functions of others are refused, and nobody promotes himself."""

from __future__ import annotations

import re
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.bodies import steady
from backend_agent.verify.probe.checks.errors import admin_operation, unknown_path
from backend_agent.verify.probe.checks.lists import ids_of, items_of
from backend_agent.verify.probe.client import User
from backend_agent.verify.probe.desk import PARAMETER, Desk, inner_object, object_of, open_envelope
from backend_agent.verify.probe.openapi import Operation
from backend_agent.verify.probe.people import log_in, make_fields, send_form, sign_up
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.verify.probe.samples import plain_schema

MOST_SWEPT = 60


@check("Z01")
async def others_cannot_read(desk: Desk) -> Judged:
    made = await desk.create(desk.first)
    mine = await desk.read(made, desk.first)
    theirs = await desk.read(made, desk.second)
    if theirs.refused:
        return passed(f"{theirs.status}", theirs)
    if theirs.ok and await _is_shared(desk, made.path, made.id):
        return absent("the resource is shared: it is in everybody's list, or public", theirs)
    return failed(f"another user is answered with {theirs.status}", mine, theirs)


async def _is_shared(desk: Desk, path: str, item: str) -> bool:
    """Whether it is meant for all: anonymous callers see it, or it stands in the other's own list."""

    if (await desk.client.ask("GET", path)).ok:
        return True
    if desk.thing.listing is None:
        return False
    limit = desk.thing.listing.parameter(desk.words.limit_parameters)
    listed = await desk.list_page(desk.second, f"{limit.name}=100" if limit else "")
    return item in ids_of(desk, items_of(listed, desk.words) or [])


@check("Z02")
async def others_cannot_change(desk: Desk) -> Judged:
    made = await desk.create(desk.first)
    before = await desk.read(made, desk.first)
    tag = before.header("etag")
    headers = (("If-Match", tag),) if tag else ()
    tried = []
    if desk.thing.update is not None:
        tried.append(await desk.update(made, desk.second, headers=headers))
    if desk.thing.delete is not None:
        path = desk.fill(desk.thing.delete.path, desk.first, made.id)
        tried.append(await desk.client.ask("DELETE", path, user=desk.second, headers=headers))
    if not tried:
        return absent("the resource can be neither updated nor deleted")
    after = await desk.read(made, desk.first)
    if steady(before) != steady(after):
        return failed("another user changed it", *tried, after)
    bad = next((each for each in tried if not each.refused), None)
    return expect(
        bad is None,
        " and ".join(str(each.status) for each in tried),
        f"another user is answered with {bad.status if bad else ''}, although nothing changed",
        *([bad] if bad else tried),
    )


@check("Z04")
async def functions_of_administrators_are_refused(desk: Desk) -> Judged:
    swept = []
    # Somebody real: what nobody asks who sent it would find.
    victim = await sign_up(desk)
    item = "0" if isinstance(victim, str) else str(victim.profile.get("id", "0"))
    for each in desk.description.operations:
        if not re.search(desk.words.admin_path, each.path) or each.method not in (
            "GET",
            "DELETE",
            "POST",
            "PUT",
            "PATCH",
        ):
            continue
        path = desk.fill(each.path, desk.first, item)
        value: Any = desk.sample(each) if each.body else None
        for user in (desk.first, None):
            answer = await desk.client.ask(
                each.method, path, user=user, value=value, media=each.media or "application/json"
            )
            swept.append(answer)
            if answer.status < 400:
                return failed(f"{'a user' if user else 'anybody'} may {each.key}", answer)
            if answer.status not in (401, 403, 404):
                return failed(
                    f"{each.key} looks at the request before it asks who sent it: {answer.status}",
                    answer,
                )
    return (
        passed(f"{len(swept)} refused", *swept[:1])
        if swept
        else absent("no operation for administrators is described")
    )


@check("Z05")
async def everything_secured_asks_who(desk: Desk) -> Judged:
    swept = 0
    for each in desk.description.operations:
        if not each.secured or each.key in {
            role.key for role in (desk.roles.login, desk.roles.refresh, desk.roles.signup) if role
        }:
            continue
        if each.method not in ("GET", "POST", "PUT", "PATCH", "DELETE") or swept >= MOST_SWEPT:
            continue
        swept += 1
        value: Any = desk.sample(each) if each.body else None
        answer = await desk.client.ask(
            each.method,
            desk.fill(each.path, None, "1"),
            value=value,
            media=each.media or "application/json",
        )
        if answer.status < 400:
            return failed(f"anybody may {each.key}, which is said to be secured", answer)
        if answer.status not in (401, 403, 404):
            return failed(
                f"{each.key} without credentials is answered with {answer.status or answer.trouble}",
                answer,
            )
    return (
        passed(f"{swept} operations refuse")
        if swept
        else absent("no operation is said to be secured")
    )


@check("Z06")
async def nobody_promotes_himself(desk: Desk) -> Judged:
    made = await desk.create(desk.first)
    shown = open_envelope((await desk.read(made, desk.first)).json())
    declared = set(object_of(desk.thing.create.body or {}).get("properties", {})) | (
        set(object_of(desk.thing.update.body or {}).get("properties", {}))
        if desk.thing.update
        else set()
    )
    names = [
        name
        for name in (*desk.words.privileged_fields, "id", "created_at", "createdAt")
        if name in shown and name not in declared
    ]
    tried = []
    for name in names:
        value = _other_value(shown[name])
        created = await desk.create(desk.first, fields={name: value})
        tried.append(created.answer)
        if created.answer.ok:
            told = open_envelope((await desk.read(created, desk.first)).json())
            if value in (told.get(name), created.body.get(name)):
                return failed(f"{name} can be set by whoever makes the thing", created.answer)
        if desk.thing.update is not None:
            tag = (await desk.read(made, desk.first)).header("etag")
            changed = await desk.update(
                made, desk.first, headers=(("If-Match", tag),) if tag else (), fields={name: value}
            )
            tried.append(changed)
            reading = await desk.read(made, desk.first)
            if reading.status in (403, 404):
                return failed(
                    f"{name} in an update takes the thing from its owner", changed, reading
                )
            told, answered = open_envelope(reading.json()), open_envelope(changed.json())
            if changed.ok and value in (told.get(name), answered.get(name)):
                return failed(f"{name} can be set by an update", changed)
    people = await _promote_user(desk)
    if people.ruling == "fail":
        return people
    if not tried and people.ruling != "pass":
        return absent("no member of the answers is one that only the service sets")
    return passed(", ".join(names) or people.reason, *tried[:1], *people.exchanges)


RAISED: dict[str, Any] = {
    "role": "admin",
    "is_admin": True,
    "isAdmin": True,
    "is_superuser": True,
    "admin": True,
}
ME = re.compile(r"/(me|profile|whoami|current|user)/?$")
OWN = re.compile(r"/(users?|accounts?|members?|profiles?)/\{[^{}]+\}/?$")


async def _promote_user(desk: Desk) -> Judged:
    """Sign up, and change oneself, with a role that nobody gave: all of the names at once, and each alone,
    since who refuses what he does not know may still take the one that he knows."""
    signup = desk.roles.signup
    if signup is None:
        return absent("nobody can sign up")
    raised = _list_raised(signup)
    user: User | None = None
    shown: list[Exchange] = []
    for extra in (raised, *({name: value} for name, value in raised.items())):
        sent, candidate = make_fields(desk, signup, whole=False)
        inner_object(sent, signup.body or {}).update(extra)
        answer = await send_form(desk.client, signup, sent, candidate.source)
        shown.append(answer)
        if answer.ok:
            user = candidate
            break
    if user is None:
        plain = await sign_up(desk)
        if isinstance(plain, str):
            return passed("signing up with a role is refused", *shown)
        user = plain
    user.scheme = desk.first.scheme if desk.first else user.scheme
    if not await log_in(desk, user):
        shown += await _change_oneself(desk, user)
        admin = admin_operation(desk)
        let_in = await desk.client.ask("GET", admin, user=user) if admin else None
        if let_in is not None and let_in.ok:
            return failed("whoever signs up may become an administrator", *shown[:1], let_in)
    for reply in shown:
        body = open_envelope(reply.json())
        for name, value in RAISED.items():
            if reply.ok and name in body and body[name] == value:
                return failed(f"a user may choose {name} for himself", reply)
    return passed("a role is ignored or refused", *shown[:1])


async def _change_oneself(desk: Desk, user: User) -> list[Exchange]:
    """What he is told of himself at the end, after every update that could raise him."""
    reads, shown = [], []
    for each in desk.description.operations:
        if each.method == "GET" and ME.search(each.path) and "id" not in user.profile:
            told = await desk.client.ask("GET", desk.fill(each.path, user), user=user)
            user.profile |= {
                name: value
                for name, value in open_envelope(told.json()).items()
                if told.ok and isinstance(value, str | int)
            }
    for each in desk.description.operations:
        mine = ME.search(each.path) or (OWN.search(each.path) and "id" in user.profile)
        if mine and each.method == "GET":
            reads.append(each)
        if not mine or each.method not in ("PATCH", "PUT"):
            continue
        raised = _list_raised(each)
        for extra in (raised, *({name: value} for name, value in raised.items())):
            value = {**desk.sample(each), **extra}
            path = desk.fill(each.path, user, str(user.profile.get("id", "")))
            shown.append(await desk.client.ask(each.method, path, user=user, value=value))
            if shown[-1].ok or shown[-1].status in (401, 403, 404, 405):
                break
    for each in reads:
        path = desk.fill(each.path, user, str(user.profile.get("id", "")))
        shown.append(await desk.client.ask("GET", path, user=user))
    return shown


def _list_raised(operation: Operation) -> dict[str, Any]:
    """The names that may raise somebody, without those that it openly takes for other values alone."""
    offered = object_of(operation.body or {}).get("properties", {})
    raised = {}
    for name, value in RAISED.items():
        schema = plain_schema(offered.get(name) or {})
        choices = schema.get("enum")
        kind = "boolean" if isinstance(value, bool) else "string"
        if (choices and value not in choices) or schema.get("type", kind) != kind:
            continue
        raised[name] = value
    return raised


def _other_value(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 4711
    if isinstance(value, str) and re.fullmatch(r"[0-9a-fA-F-]{36}", value):
        return "7b0c2a52-6f6e-4d0c-9a35-0d6f7f0a1c11"
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return "2001-02-03T04:05:06Z"
    return "admin"


ADDRESS = re.compile(rb"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")


@check("Z08")
async def addresses_of_others_are_not_listed(desk: Desk) -> Judged:
    """Only of people that signed up here: what they gave is nobody else's to read."""
    signup = desk.roles.signup
    if signup is None or desk.first is None:
        return absent("nobody can sign up")
    given = {
        address.replace(b"%40", b"@").lower()
        for each in desk.client.exchanges
        if (each.method, each.target) == (signup.method, signup.path) and each.ok
        for address in ADDRESS.findall(each.sent.partition(b"\r\n\r\n")[2])
    }
    own = {str(value).encode().lower() for value in desk.first.fields.values()}
    if not given - own:
        return absent("nobody gave an address")
    swept = 0
    for each in desk.description.operations:
        if each.method != "GET" or PARAMETER.search(each.path) or swept >= MOST_SWEPT:
            continue
        swept += 1
        limit = each.parameter(desk.words.limit_parameters)
        path = f"{each.path}?{limit.name}=100" if limit else each.path
        answer = await desk.client.ask("GET", path, user=desk.first)
        told = {address.lower() for address in ADDRESS.findall(answer.body)} if answer.ok else set()
        others = sorted(told & given - own)
        if others:
            return failed(f"{each.key} tells a user the address of {others[0].decode()}", answer)
    return passed(f"{swept} addresses tell of nobody else")


@check("Z07")
async def foreign_is_like_unknown(desk: Desk) -> Judged:
    made = await desk.create(desk.first)
    foreign = await desk.read(made, desk.second)
    ghost = await desk.client.ask("GET", await unknown_path(desk), user=desk.second)
    if foreign.ok:
        return absent("the resource is shared", foreign)
    for answer in (foreign, ghost):
        # Cut off, throttled or too busy: the answer is not one about the item.
        if answer.status in (0, 429, 503):
            return unknown(f"answered with {answer.status or 'nothing'}", answer)
    return expect(
        foreign.status == ghost.status,
        f"{foreign.status} for both",
        f"what belongs to others is {foreign.status}, what does not exist {ghost.status}",
        foreign,
        ghost,
    )
