"""Sessions: refreshing rotates, reuse is punished, logging out ends them, and the login tells nothing."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from statistics import median
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.errors import guarded_request
from backend_agent.verify.probe.client import Request, User, new_nonce
from backend_agent.verify.probe.desk import Desk, inner_object
from backend_agent.verify.probe.jwts import (
    read_token,
)
from backend_agent.verify.probe.openapi import Operation
from backend_agent.verify.probe.people import (
    find_key,
    make_fields,
    refresh_of,
    refresh_with,
    send_form,
    send_login,
    sign_up,
)
from backend_agent.verify.probe.roles import fields_of
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.world.clock import epoch_seconds

# Short ones, and common ones that are long enough for any rule of length (ASVS 5.0 6.2.4).
SHORT = "aB3$xyz"
WEAK = ("password", "12345678", "aaaaaaaa", "123456789012", "passwordpassword")
# The longest grace that products give a used token is a minute.
GRACE = 65.0
SLOWER = 3.0
SLOWER_BY = 0.04


async def session(desk: Desk) -> User | Judged:
    """Somebody new with a session of their own."""
    user = await desk.new_user()
    if user is None:
        return unknown("nobody new could log in")
    return user if user.refresh else unknown("no refresh token came")


def renew(desk: Desk, user: User, answer: Exchange) -> User:
    """The same user with the access token of this answer: some services want both tokens of a pair."""
    access = find_key(answer.json(), desk.words.token_keys)
    return replace(user, access=access or user.access)


@check("T12")
async def refreshing_rotates(desk: Desk) -> Judged:
    user = await session(desk)
    if isinstance(user, Judged):
        return user
    answer = await refresh_with(desk, user, user.refresh)
    if not answer.ok:
        return failed(f"refreshing is answered with {answer.status}", answer)
    fresh = refresh_of(desk, answer)
    if not fresh or fresh == user.refresh:
        return failed("the refresh token stays the same", answer)
    again = await refresh_with(desk, renew(desk, user, answer), fresh)
    if not again.ok:
        return failed(f"the new refresh token is answered with {again.status}", again)
    return passed("a new one each time", answer)


@check("T13")
async def reuse_revokes_the_family(desk: Desk) -> Judged:
    user = await session(desk)
    if isinstance(user, Judged):
        return user
    first = await refresh_with(desk, user, user.refresh)
    fresh = refresh_of(desk, first)
    if not first.ok or not fresh or fresh == user.refresh:
        return failed("the refresh token does not rotate, so reuse cannot be told", first)
    reused = await refresh_with(desk, user, user.refresh)
    if reused.ok:
        # Some leave a used token alive for some seconds, for requests that cross each other.
        if desk.keeps.get("depth") == "quick":
            return unknown(
                "a used refresh token is accepted at once; `full` waits for a grace to end"
            )
        await asyncio.sleep(GRACE)
        reused = await refresh_with(desk, user, user.refresh)
        if reused.ok:
            return failed(f"a used refresh token is accepted again after {GRACE:.0f} s", reused)
    if reused.broke:
        return failed(f"a used refresh token ends in {reused.status}", reused)
    newest = await refresh_with(desk, renew(desk, user, first), fresh)
    return expect(
        not newest.ok and not newest.broke,
        f"{reused.status}, and the newest {newest.status}",
        "after reuse the newest token of the family still works",
        reused,
        newest,
    )


@check("T14")
async def refreshing_at_once_leaves_one(desk: Desk) -> Judged:
    first = await session(desk)
    if isinstance(first, Judged):
        return first
    await refresh_with(desk, first, first.refresh)
    if (await refresh_with(desk, first, first.refresh)).ok:
        return absent("a used token is accepted one after the other as well: that is judged alone")
    for _ in range(3):
        user = await session(desk)
        if isinstance(user, Judged):
            return user
        await refresh_with(desk, user, "x" + user.refresh[1:])
        template = desk.client.exchanges[-1]
        data = template.sent.replace(("x" + user.refresh[1:]).encode(), user.refresh.encode())

        head, _, body = data.partition(b"\r\n\r\n")
        pairs = [line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:]]
        headers = tuple((name, value) for name, value in pairs if name.lower() != "content-length")
        request = Request(
            method=template.method, target=template.target, headers=headers, body=body, seconds=20.0
        )
        answers = await desk.client.burst([request] * 6, user.source)
        broke = next((each for each in answers if each.broke or each.status >= 500), None)
        if broke is not None:
            return failed(f"refreshing at once ends in {broke.status or broke.trouble}", broke)
        fresh = {refresh_of(desk, each) for each in answers if each.ok} - {""}
        if len(fresh) > 1:
            return failed(
                f"one refresh token, used {len(answers)} times at once, gives {len(fresh)} new ones",
                *[each for each in answers if each.ok][:2],
            )
    return passed("one at most", *answers[:2])


@check("T15")
async def logout_ends_the_session(desk: Desk) -> Judged:
    user = await desk.new_user()
    logout = desk.roles.logout
    if user is None or logout is None:
        return unknown("nobody new could log in")

    value: dict[str, Any] | None = {
        name: user.refresh
        for name in fields_of(logout)
        if "token" in name.lower() or "refresh" in name.lower()
    }
    gone = await desk.client.ask(
        logout.method,
        desk.fill(logout.path, user, "current"),
        user=user,
        value=value or ({} if logout.body else None),
    )
    if not gone.ok:
        return unknown(f"logging out is answered with {gone.status}", gone)
    if user.refresh and desk.roles.refresh is not None:
        again = await refresh_with(desk, user, user.refresh)
        return expect(
            not again.ok,
            f"refreshing is {again.status} afterwards",
            "after logging out the refresh token still works",
            gone,
            again,
        )
    method, path = guarded_request(desk)
    after = await desk.client.ask(method, path, user=user)
    read = read_token(user.access)
    if after.ok and read is not None and float(read[1].get("exp", 0)) - epoch_seconds() <= 1800:
        return passed("the token ends by itself soon", after)
    return expect(
        not after.ok,
        f"{after.status} afterwards",
        "after logging out the token still works",
        gone,
        after,
    )


@check("T18")
async def users_cannot_be_told(desk: Desk) -> Judged:
    known = await sign_up(desk)
    if isinstance(known, str):
        return unknown(known)
    right = await send_login(desk, known)
    if not right.ok:
        return unknown(f"the user cannot log in: {right.status}", right)
    times: dict[bool, list[float]] = {True: [], False: []}
    last: dict[bool, Exchange] = {}
    name = next(
        (str(value) for value in known.fields.values() if isinstance(value, str) and "@" in value),
        "",
    )
    for number in range(4):
        for is_known in (True, False):
            ghost = f"probe-{new_nonce()}@example.com" if name else f"probe{new_nonce()}"
            answer = await send_login(
                desk,
                known,
                password=f"Wrong-{number}-{new_nonce()}!A",
                identity=None if is_known else ghost,
                source=desk.client.new_source(),
            )
            if answer.status == 429:
                return unknown("the limit came first", answer)
            times[is_known].append(answer.total)
            last[is_known] = answer
    mine, ghosts = last[True], last[False]
    if mine.status != ghosts.status or _masked(mine, known) != _masked(ghosts, known):
        return failed(
            f"a wrong password is {mine.status}, an unknown user {ghosts.status}, and the texts differ"
            if mine.status == ghosts.status
            else f"a wrong password is {mine.status}, an unknown user {ghosts.status}",
            mine,
            ghosts,
        )
    slow, quick = median(times[True][1:]), median(times[False][1:])
    if max(slow, quick) > SLOWER * min(slow, quick) and abs(slow - quick) > SLOWER_BY:
        return failed(
            f"a known user takes {slow * 1000:.0f} ms, an unknown one {quick * 1000:.0f} ms",
            mine,
            ghosts,
        )
    return passed(f"{mine.status}, {slow * 1000:.0f} and {quick * 1000:.0f} ms", mine, ghosts)


def _masked(answer: Exchange, user: User) -> str:
    import re

    text = answer.text
    for value in user.fields.values():
        if isinstance(value, str) and value:
            text = text.replace(value, "<user>")
    text = re.sub(r"probe-?[0-9a-f]{10}(@example\.com)?", "<user>", text)
    text = re.sub(
        r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|[0-9a-f]{16,}",
        "<id>",
        text,
    )
    return re.sub(r"\d{4}-\d\d-\d\d[T ][\d:.]+|\b\d{9,}(\.\d+)?\b", "<time>", text)


async def _sign_up_with(desk: Desk, signup: Operation, password: str) -> Exchange:
    sent, user = make_fields(desk, signup, whole=False)
    inner = inner_object(sent, signup.body or {})
    for name in fields_of(signup):
        if re.search(desk.words.password_field, name, re.IGNORECASE):
            inner[name] = password
    return await send_form(desk.client, signup, sent, user.source)


@check("T19")
async def short_passwords_are_refused(desk: Desk) -> Judged:
    if desk.roles.signup is None:
        return absent("nobody can sign up")
    answer = await _sign_up_with(desk, desk.roles.signup, SHORT)
    return expect(
        not answer.ok,
        f"{answer.status} for {len(SHORT)} characters",
        f"a password of {len(SHORT)} characters is accepted",
        answer,
    )


@check("T22")
async def common_passwords_are_refused(desk: Desk) -> Judged:
    signup = desk.roles.signup
    if signup is None:
        return absent("nobody can sign up")
    for password in WEAK:
        answer = await _sign_up_with(desk, signup, password)
        if answer.ok:
            return failed(f"the password {password!r} is accepted", answer)
    long = await _sign_up_with(
        desk, signup, "Correct horse battery staple " * 2 + "aA1! end of it 64"
    )
    return expect(
        long.ok,
        "common ones refused, long ones accepted",
        f"a long password with spaces is answered with {long.status}",
        long,
    )
