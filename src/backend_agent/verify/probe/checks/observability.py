"""What operators see: correlation, logs that are data and hold no secret, telemetry that really arrives."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from backend_agent.verify.probe.checks.errors import provoke_errors
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.client import new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.people import send_login, sign_up
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

NAMES = ("x-request-id", "x-correlation-id", "request-id", "traceresponse", "x-trace-id")
STEP = 0.25


@check("O01")
async def answers_carry_an_id(desk: Desk) -> Judged:
    plain = await desk.client.ask("GET", cheap_target(desk), user=desk.first)
    name = next((each for each in NAMES if plain.header(each)), "")
    if not name:
        return failed("no answer carries an id to find it by", plain)
    error = await desk.client.ask("GET", f"{desk.prefix}/{new_nonce()}", user=desk.first)
    if not error.header(name):
        return failed(f"errors carry no {name}", error)
    other = await desk.client.ask("GET", cheap_target(desk), user=desk.first)
    if other.header(name) == plain.header(name):
        return failed(f"two answers have the same {name}", plain, other)
    if name == "traceresponse":
        return passed(name, plain)
    own = f"probe-{new_nonce()}"
    kept = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, headers=((name.title(), own),)
    )
    return expect(
        kept.header(name) == own,
        f"{name}, kept when given",
        f"a {name} that was given is not kept",
        kept,
    )


@check("O02")
async def id_joins_error_and_log(desk: Desk) -> Judged:
    own = f"probe-{new_nonce()}"
    answer = await desk.client.ask(
        "GET",
        f"{desk.prefix}/{new_nonce()}",
        user=desk.first,
        headers=(("X-Request-ID", own), ("X-Correlation-ID", own)),
    )
    name = next((each for each in NAMES if answer.header(each)), "")
    if not name:
        return failed("the error carries no id", answer)
    given = answer.header(name) or ""
    if given not in answer.text:
        return failed("the error's body does not tell its id", answer)
    assert desk.held is not None
    found = await wait_for(lambda: given in desk.held.logs())
    return expect(found, name, "the id of an error is not in the log", answer)


async def wait_for(holds: Any, seconds: float = 2.0) -> bool:
    """Ask again and again until it holds, or the time is up."""
    waited = 0.0
    while waited < seconds:
        if holds():
            return True
        await asyncio.sleep(STEP)
        waited += STEP
    return bool(holds())


@check("O05")
async def logs_are_json(desk: Desk) -> Judged:
    nonce = new_nonce()
    await desk.client.ask("GET", f"{desk.prefix}/{nonce}", user=desk.first)
    assert desk.held is not None
    await wait_for(lambda: nonce in desk.held.logs(), 1.5)
    lines = _lines(desk)
    if not lines:
        return failed("nothing was logged")
    good = [each for each in map(_load, lines) if each]
    share = len(good) / len(lines)
    if share < 0.95:
        bad = next((line for line in lines if not _load(line)), "")
        return failed(f"{share:.0%} of {len(lines)} lines are JSON objects; not: {bad[:120]}")
    known = (
        {"timestamp", "time", "ts", "@timestamp", "asctime", "date"},
        {"level", "severity", "levelname", "log.level", "lvl"},
        {"msg", "message", "event"},
    )
    for names in known:
        if sum(bool(names & set(each)) for each in good) < 0.9 * len(good):
            return failed(f"the lines have no {min(names)}: {lines[-1][:160]}")
    return passed(f"{len(good)} of {len(lines)} lines")


def _lines(desk: Desk) -> list[str]:
    """The lines since the first request, without the banner of the start."""
    assert desk.held is not None
    text = desk.held.logs()[desk.keeps.get("log_start", 0) :]
    return [line for line in text.splitlines() if line.strip()][-4000:]


def _load(line: str) -> dict[str, Any]:
    try:
        value = json.loads(
            line[line.index("{") :] if re.match(r"^[\w-]+\s*\|\s*\{", line) else line
        )
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


@check("O06")
async def requests_are_logged(desk: Desk) -> Judged:
    nonce = new_nonce()
    answer = await desk.client.ask("GET", f"{desk.prefix}/{nonce}", user=desk.first)
    assert desk.held is not None
    if not await wait_for(lambda: nonce in desk.held.logs()):
        return failed("a request leaves nothing in the log", answer)
    line = next(each for each in desk.held.logs().splitlines() if nonce in each)
    records = [each for each in desk.held.logs().splitlines() if nonce in each]
    told = [each for each in records if str(answer.status) in each and "GET" in each]
    return expect(
        told, line[:160], f"the log tells neither method nor status: {line[:160]}", answer
    )


@check("O07")
async def security_events_are_logged(desk: Desk) -> Judged:
    user = await sign_up(desk)
    if isinstance(user, str) or desk.roles.login is None:
        return unknown("nobody could sign up")
    assert desk.held is not None
    before = len(desk.held.logs())
    source = desk.client.new_source()
    attempt = f"Wrong-{new_nonce()}-1!"
    # What somebody mistyped is nearly his password: it belongs into no log either.
    desk.canaries.append(attempt)
    wrong = await send_login(desk, user, password=attempt, source=source)

    def told() -> bool:
        assert desk.held is not None
        lines = desk.held.logs()[before:].splitlines()
        words = r"fail|invalid|incorrect|wrong|denied|unauthor|bad.?credential|rejected|refused"
        return any(
            re.search(words, line, re.IGNORECASE)
            and re.search(r"log.?in|auth|credential|session|password", line, re.IGNORECASE)
            for line in lines
        )

    return expect(
        await wait_for(told),
        "it is in the log",
        "a failed login is not told as one in the log",
        wrong,
    )


def is_secret(value: str, known: Collection[str]) -> bool:
    """A word that everybody tries first is none: services name it in a warning, as they should."""
    return len(value) >= 8 and value.lower() not in known


@check("O08")
async def logs_hold_no_secrets(desk: Desk) -> Judged:
    assert desk.held is not None
    text = desk.held.logs() + (desk.telemetry.text() if desk.telemetry else "")
    canaries = {each for each in desk.canaries if len(each) >= 12}
    canaries |= {each.rpartition(".")[2] for each in desk.canaries if each.count(".") == 2}
    for canary in canaries:
        spellings = {
            canary,
            quote(canary, safe=""),
            base64.b64encode(canary.encode()).decode().rstrip("="),
        }
        for spelling in spellings:
            if len(spelling) >= 12 and spelling in text:
                line = next((each for each in text.splitlines() if spelling in each), "")
                return failed(
                    f"the log holds a secret of a user: {line.replace(spelling, '‹secret›')[:200]}"
                )
    for name, value in desk.held.settings.items():
        if (
            re.search(desk.words.secret_setting, name, re.IGNORECASE)
            and is_secret(value, desk.words.weak_secrets)
            and value in text
        ):
            return failed(f"the log holds the value of {name}")
    return passed(f"{len(canaries)} secrets searched in {len(text)} letters")


@check("O15")
async def logs_hold_no_personal_data(desk: Desk) -> Judged:
    assert desk.held is not None
    user = desk.first
    if user is None:
        return absent("the service has no users")
    mails = [
        str(value) for value in user.fields.values() if isinstance(value, str) and "@" in value
    ]
    if not mails:
        return absent("users have no address")
    text = desk.held.logs() + (desk.telemetry.text() if desk.telemetry else "")
    for mail in mails:
        if mail in text or quote(mail) in text:
            line = next(
                (each for each in text.splitlines() if mail in each or quote(mail) in each), ""
            )
            return failed(f"the log holds a user's address: {line[:200]}")
    return passed("not found")


@check("O16")
async def every_error_is_told_once(desk: Desk) -> Judged:
    errors = await provoke_errors(desk)
    assert desk.held is not None
    text = desk.held.logs()
    traces = len(re.findall(r"Traceback \(most recent call last\)", text))
    broke = sum(each.status == 500 for each in desk.client.exchanges)
    if broke or not errors:
        return absent("the service broke on something else")
    return expect(
        traces == 0,
        "no stack trace for what clients do wrong",
        f"{traces} stack traces in the log, although nothing failed",
    )
