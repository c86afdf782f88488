"""Security headers, CORS, cookies and forged requests from other sites."""

from __future__ import annotations

import re
from dataclasses import replace

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.errors import provoke_errors
from backend_agent.verify.probe.checks.limits import cheap_target
from backend_agent.verify.probe.client import User, new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.people import credentials_for
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown

YEAR = 31_536_000
EVIL = "https://evil.example"


async def _answers(desk: Desk) -> list[Exchange]:
    """A good answer and every class of error."""
    good = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, headers=(("X-Forwarded-Proto", "https"),)
    )
    return [good, *(await provoke_errors(desk)).values()]


@check("S01")
async def sniffing_is_off(desk: Desk) -> Judged:
    answers = await _answers(desk)
    bad = next(
        (
            each
            for each in answers
            if (each.header("x-content-type-options") or "").strip().lower() != "nosniff"
        ),
        None,
    )
    return expect(
        bad is None,
        f"nosniff on {len(answers)} answers",
        "X-Content-Type-Options: nosniff is missing",
        *([bad] if bad else answers[:1]),
    )


@check("S02")
async def transport_is_strict(desk: Desk) -> Judged:
    answers = (await _answers(desk))[:1]
    value = answers[0].header("strict-transport-security") or ""
    found = re.search(r"max-age=\"?(\d+)", value)
    if not found:
        return failed("Strict-Transport-Security is missing behind TLS", *answers)
    return expect(
        int(found[1]) >= YEAR, value, f"max-age is {found[1]}, less than a year", *answers
    )


@check("S03")
async def framing_is_off(desk: Desk) -> Judged:
    answers = await _answers(desk)
    for each in answers:
        policy = each.header("content-security-policy") or ""
        framed = re.search(r"frame-ancestors\s+('none'|'self')", policy)
        if not framed and (each.header("x-frame-options") or "").upper() not in (
            "DENY",
            "SAMEORIGIN",
        ):
            return failed("the answer may be framed by any page", each)
    return passed(f"{len(answers)} answers", answers[0])


@check("S04")
async def policy_allows_nothing(desk: Desk) -> Judged:
    answers = (await _answers(desk))[:1]
    policy = answers[0].header("content-security-policy") or ""
    return expect(
        "default-src 'none'" in policy,
        policy,
        "no Content-Security-Policy with default-src 'none'",
        *answers,
    )


@check("S05")
async def private_answers_are_not_stored(desk: Desk) -> Judged:
    made = await desk.create() if desk.resource is not None else None
    path = made.path if made and made.path else cheap_target(desk)
    answer = await desk.client.ask("GET", path, user=desk.first)
    control = (answer.header("cache-control") or "").lower()
    if "no-store" in control:
        return passed(control, answer)
    validated = answer.header("etag") or answer.header("last-modified")
    guarded = (
        "private" in control and ("no-cache" in control or "max-age=0" in control) and validated
    )
    return expect(
        guarded,
        control,
        f"what only this user may see may be stored: Cache-Control: {control or 'none'}",
        answer,
    )


@check("S06")
async def versions_are_not_told(desk: Desk) -> Judged:
    for each in await _answers(desk):
        for name in ("server", "x-powered-by", "x-aspnet-version", "via"):
            value = each.header(name) or ""
            if re.search(r"\d+\.\d+", value):
                return failed(f"{name}: {value}", each)
    return passed("no version in any header")


@check("S07")
async def foreign_origins_are_refused(desk: Desk) -> Judged:
    host = desk.client.host.partition(":")[0]
    allowed = _allowed_origin(desk)
    lookalikes = [EVIL, "null", f"https://{host}.evil.example", f"https://evil{host}"]
    if allowed:
        bare = allowed.partition("://")[2]
        lookalikes += [
            f"{allowed}.evil.example",
            f"https://evil{bare}",
            allowed.replace(".", "x", 1),
        ]
    last = None
    for origin in lookalikes:
        if origin == allowed:
            continue
        plain = await desk.client.ask(
            "GET", cheap_target(desk), user=desk.first, headers=(("Origin", origin),)
        )
        ahead = await _preflight(desk, origin, "authorization")
        for answer in (plain, ahead):
            last = answer
            granted = answer.header("access-control-allow-origin")
            if granted == origin:
                return failed(f"the origin {origin} is allowed", answer)
            if (
                granted == "*"
                and (answer.header("access-control-allow-credentials") or "").lower() == "true"
            ):
                return failed("any origin is allowed with credentials", answer)
            if (
                granted == "*"
                and (desk.first is None or bool(desk.first.cookies)) is False
                and "guarded" not in desk.lacks
                and answer is plain
            ):
                return failed("private answers are readable from any origin", answer)
    return passed(f"{len(lookalikes)} origins refused", *([last] if last else []))


async def _preflight(desk: Desk, origin: str, headers: str) -> Exchange:
    return await desk.client.ask(
        "OPTIONS",
        cheap_target(desk),
        headers=(
            ("Origin", origin),
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", headers),
        ),
    )


def _allowed_origin(desk: Desk) -> str:
    """The first origin that the service was told to allow, where the probe knows its settings."""
    if desk.held is None:
        return ""
    for name, value in desk.held.settings.items():
        if re.search(desk.words.origin_setting, name, re.IGNORECASE):
            found = re.search(r"https?://[^\s,\"'\]]+", value)
            if found:
                return found[0].rstrip("/")
    return ""


@check("S08")
async def allowed_origin_works(desk: Desk) -> Judged:
    origin = _allowed_origin(desk)
    if not origin:
        return absent("no origin is allowed by the settings")
    ahead = await _preflight(desk, origin, "authorization,content-type")
    if not ahead.ok or ahead.header("access-control-allow-origin") != origin:
        return failed(f"the allowed origin's preflight is answered with {ahead.status}", ahead)
    plain = await desk.client.ask(
        "GET", cheap_target(desk), user=desk.first, headers=(("Origin", origin),)
    )
    if plain.header("access-control-allow-origin") != origin:
        return failed("the allowed origin may not read the answer", plain)
    varies = "origin" in ",".join(plain.headers_named("vary")).lower()
    return expect(
        varies,
        "allowed, Vary: Origin",
        "the answer depends on Origin and does not say Vary: Origin",
        plain,
    )


@check("S09")
async def cookies_are_locked(desk: Desk) -> Judged:
    assert desk.first is not None
    assert desk.first.login is not None
    lines = desk.first.login.headers_named("set-cookie")
    for line in lines:
        name = line.partition("=")[0]
        flags = {
            part.strip().partition("=")[0].lower(): part.strip().partition("=")[2]
            for part in line.split(";")[1:]
        }
        if re.search(r"csrf|xsrf", name, re.IGNORECASE):
            continue
        lost = [flag for flag in ("secure", "httponly", "samesite") if flag not in flags]
        if lost:
            return failed(f"the cookie {name} lacks {', '.join(lost)}", desk.first.login)
        if flags["samesite"].lower() == "none":
            return failed(f"the cookie {name} goes along from every site", desk.first.login)
        if name.startswith("__Host-") and ("domain" in flags or flags.get("path") != "/"):
            return failed(f"the cookie {name} is no __Host- cookie", desk.first.login)
    return passed(f"{len(lines)} cookies", desk.first.login)


def _cookie_user(desk: Desk) -> User | None:
    if desk.first is None or not desk.first.cookies:
        return None
    return replace(desk.first, access="")


@check("S10")
async def forged_requests_are_refused(desk: Desk) -> Judged:
    user = _cookie_user(desk)
    if user is None:
        return absent("no cookie is set")
    host = f"http://{desk.client.host}"
    own = await desk.client.ask("GET", cheap_target(desk), user=user)
    if not own.ok:
        return absent("the cookie lets nobody in", own)
    target = desk.fill(desk.thing.create.path, desk.first)
    forms = (
        ("text/plain", None),
        ("application/json", None),
        ("application/x-www-form-urlencoded", b"title=x"),
    )
    last = None
    for media, body in forms:
        value = desk.sample(desk.thing.create) if body is None else None
        headers = (
            ("Origin", EVIL),
            ("Referer", EVIL + "/"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Content-Type", media),
        )
        last = await desk.client.ask(
            "POST", target, user=user, value=value, body=body, headers=headers
        )
        if last.ok:
            return failed(f"another site may make things in the user's name ({media})", last)
    good = await desk.client.ask(
        "POST",
        target,
        user=user,
        value=desk.sample(desk.thing.create),
        headers=(("Origin", host), ("Sec-Fetch-Site", "same-origin")),
    )
    told = f"{last.status if last else ''}" + (
        "" if good.ok else f"; the own site needs more: {good.status}"
    )
    return passed(told, *([last] if last else []))


@check("S11")
async def session_is_new_after_login(desk: Desk) -> Judged:
    user = _cookie_user(desk)
    if user is None or desk.first is None:
        return absent("no cookie is set")

    if desk.roles.login is None or desk.roles.login_is_basic:
        return absent("the login takes no body")
    name = user.cookies[0][0]
    fixed = await desk.client.ask(
        "POST",
        desk.roles.login.path,
        value=credentials_for(desk, desk.first),
        media=desk.roles.login.media or "application/json",
        headers=(("Cookie", f"{name}=chosenbysomebodyelse"),),
        source=desk.client.new_source(),
    )
    if not fixed.ok:
        return unknown(f"logging in is answered with {fixed.status}", fixed)
    taken = any("chosenbysomebodyelse" in line for line in fixed.headers_named("set-cookie"))
    return expect(
        fixed.headers_named("set-cookie") and not taken,
        "a new one",
        "the session that was there before the login lives on",
        fixed,
    )


@check("S12")
async def inside_is_not_shown(desk: Desk) -> Judged:

    nowhere = await desk.client.ask("GET", f"/{new_nonce()}")
    paths = (
        "/debug/pprof/",
        "/actuator/env",
        "/actuator/heapdump",
        "/.env",
        "/.git/HEAD",
        "/__debug__/",
        "/phpinfo.php",
        "/config.json",
        "/server-status",
        "/debug/vars",
        "/console",
    )
    for path in paths:
        answer = await desk.client.ask("GET", path)
        if (
            answer.status == 200
            and answer.body
            and answer.body != nowhere.body
            and not (nowhere.status == 200 and "html" in answer.media_type)
        ):
            return failed(f"{path} is shown to anybody", answer)
    return passed(f"{len(paths)} places", nowhere)
