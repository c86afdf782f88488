"""Tokens and sessions: forgeries are refused, lives are short, refreshing rotates and reuse is punished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.checks.errors import guarded_request
from backend_agent.verify.probe.client import new_nonce
from backend_agent.verify.probe.desk import Desk
from backend_agent.verify.probe.jwts import (
    encode_part,
    key_bits,
    read_token,
    sign,
    tell_key,
    unsigned,
)
from backend_agent.verify.probe.people import (
    find_key,
)
from backend_agent.verify.probe.ruling import Judged, absent, check, expect, failed, passed, unknown
from backend_agent.world.clock import epoch_seconds


async def present(desk: Desk, token: str, scheme: str | None = None) -> Exchange:
    """What a protected address answers to this token."""
    assert desk.first is not None
    scheme = desk.first.scheme if scheme is None else scheme
    method, path = guarded_request(desk)
    headers = (("Authorization", f"{scheme} {token}".strip()),)
    return await desk.client.ask(
        method,
        path,
        headers=headers,
        value={} if method == "POST" else None,
        source=desk.first.source,
    )


async def _usable(desk: Desk) -> str:
    """Why nothing can be said of tokens, "" where the right one is let in."""
    assert desk.first is not None
    right = await present(desk, desk.first.access)
    if right.status in (401, 403):
        return f"even the right token is answered with {right.status}"
    wrong = await present(desk, "")
    return "" if wrong.status in (401, 403) else "the address is open to all"


async def refuse_all(desk: Desk, tokens: Sequence[tuple[str, str]]) -> Judged:
    trouble = await _usable(desk)
    if trouble:
        return unknown(trouble)
    answer = None
    for name, token in tokens:
        answer = await present(desk, token)
        if answer.status not in (401, 403):
            told = (
                "let in"
                if answer.status < 400
                else f"answered with {answer.status or answer.trouble}"
            )
            return failed(f"{name} is {told}", answer)
    return passed(f"{len(tokens)} refused", *([answer] if answer else []))


def _parts(desk: Desk) -> tuple[dict[str, Any], dict[str, Any]]:
    assert desk.first is not None
    read = read_token(desk.first.access)
    return read or ({}, {})


@check("T01")
async def unsigned_is_refused(desk: Desk) -> Judged:
    assert desk.first is not None
    header, claims = _parts(desk)
    names = ("none", "None", "NONE", "nOnE")
    tokens = [(f"alg {name}", unsigned({**header, "alg": name}, claims)) for name in names]
    tokens += [
        (
            f"alg {name} with the old signature",
            unsigned({**header, "alg": name}, claims, desk.first.access.rpartition(".")[2]),
        )
        for name in names[:1]
    ]
    return await refuse_all(desk, tokens)


@check("T02")
async def tampered_is_refused(desk: Desk) -> Judged:
    assert desk.first is not None
    header, claims = _parts(desk)
    head, body, signature = desk.first.access.split(".")
    raised = {**claims, "role": "admin", "admin": True, "sub": claims.get("sub")}
    turned = signature[:-6] + ("AAAAAA" if signature[-6:] != "AAAAAA" else "BBBBBB")
    tokens = [
        ("a changed payload", f"{head}.{encode_part(raised)}.{signature}"),
        ("a changed header", f"{encode_part({**header, 'kid': 'x'})}.{body}.{signature}"),
        ("a changed signature", f"{head}.{body}.{turned}"),
        ("no signature", f"{head}.{body}."),
        ("two parts", f"{head}.{body}"),
        ("rubbish", new_nonce()),
        ("rubbish in three parts", "a.b.c"),
        ("a header that is no JSON", f"{encode_part(b'xx')}.{body}.{signature}"),
        ("a list for a payload", f"{head}.{encode_part([1])}.{signature}"),
        ("letters beyond ASCII", f"{head}.{body}.é"),
    ]
    return await refuse_all(desk, tokens)


@check("T03")
async def confused_keys_are_refused(desk: Desk) -> Judged:
    header, claims = _parts(desk)
    keys = [("an empty key", b"")]
    public = await _public_keys(desk)
    keys += [("the public key", each) for each in public]
    tokens = [
        (f"HS256 with {name}", sign({**header, "alg": "HS256"}, claims, key)) for name, key in keys
    ]
    own = {"kty": "oct", "k": encode_part(b"probe")}
    tokens += [
        (
            "a key inside of the token",
            sign({**header, "alg": "HS256", "jwk": own}, claims, b"probe"),
        ),
        (
            "kid that is a path",
            sign({**header, "alg": "HS256", "kid": "../../../../../../dev/null"}, claims, b""),
        ),
        (
            "kid that is SQL",
            sign({**header, "alg": "HS256", "kid": "x' UNION SELECT 'probe'-- "}, claims, b"probe"),
        ),
        (
            "jku elsewhere",
            sign(
                {**header, "alg": "HS256", "jku": "http://127.0.0.1:9/jwks.json"}, claims, b"probe"
            ),
        ),
    ]
    return await refuse_all(desk, tokens)


async def _public_keys(desk: Desk) -> list[bytes]:
    for path in ("/.well-known/jwks.json", "/jwks.json"):
        answer = await desk.client.ask("GET", path)
        body = answer.json()
        if answer.ok and isinstance(body, dict) and body.get("keys"):
            return [
                answer.body,
                *(str(each.get("n") or each.get("x") or "").encode() for each in body["keys"]),
            ]
    return []


def own_key(desk: Desk) -> bytes | None:
    """The key that signs, where the probe knows it: a setting it started the service with, or a weak one."""
    if desk.first is None or not desk.first.access:
        return None
    values = tuple(desk.held.settings.values()) if desk.held else ()
    found = tell_key(desk.first.access, (*values, *desk.words.weak_secrets))
    return None if found is None else found.encode()


async def _minted(desk: Desk, cases: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> Judged:
    key = own_key(desk)
    if key is None:
        return unknown("the signing key is not known here, so no token can be made")
    header, claims = _parts(desk)
    right = await present(
        desk, sign(header, {**claims, "jti": new_nonce()} if "jti" in claims else claims, key)
    )
    if right.status in (401, 403):
        return unknown("a token that was made with the right key is refused", right)
    return await refuse_all(
        desk,
        [
            (
                name,
                sign(
                    {**header, **head},
                    {
                        key_: value
                        for key_, value in {**claims, **change}.items()
                        if value is not None
                    },
                    key,
                ),
            )
            for name, head, change in cases
        ],
    )


@check("T04")
async def expired_is_refused(desk: Desk) -> Judged:
    now = int(epoch_seconds())
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("an expired token", {}, {"exp": now - 600, "iat": now - 1200, "nbf": now - 1200}),
        ("one that is not yet valid", {}, {"nbf": now + 600}),
    ]
    return await _minted(desk, cases)


@check("T05")
async def token_without_end_is_refused(desk: Desk) -> Judged:
    return await _minted(desk, [("a token without exp", {}, {"exp": None})])


@check("T06")
async def other_audience_is_refused(desk: Desk) -> Judged:
    _, claims = _parts(desk)
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        (f"another {name}", {}, {name: "https://elsewhere.example"})
        for name in ("aud", "iss")
        if name in claims
    ]
    if not cases:
        return absent("the token names neither audience nor issuer")
    return await _minted(desk, cases)


@check("T07")
async def refresh_token_is_no_access_token(desk: Desk) -> Judged:
    user = desk.first
    assert user is not None
    return await refuse_all(desk, [("a refresh token", user.refresh)])


@check("T08")
async def claims_are_complete(desk: Desk) -> Judged:
    header, claims = _parts(desk)
    lost = [name for name in ("iss", "aud", "exp", "iat", "sub", "jti") if name not in claims]
    if lost:
        return failed(f"the token lacks {', '.join(lost)}")
    return expect(
        str(header.get("typ", "")).lower() in ("at+jwt", "application/at+jwt"),
        "all there",
        f"typ is {header.get('typ')}, not at+jwt",
    )


@check("T09")
async def access_is_short_lived(desk: Desk) -> Judged:
    _, claims = _parts(desk)
    end, start = claims.get("exp"), claims.get("iat", claims.get("nbf", int(epoch_seconds())))
    if not isinstance(end, int | float):
        return failed("the token never ends")
    if not isinstance(start, int | float):
        return failed("the token's time of issue cannot be read")
    minutes = (end - start) / 60
    return expect(
        minutes <= 60, f"{minutes:.0f} minutes", f"an access token lives {minutes:.0f} minutes"
    )


@check("T10")
async def invalid_token_is_401(desk: Desk) -> Judged:
    answer = await present(desk, f"{new_nonce()}.{new_nonce()}.{new_nonce()}")
    if answer.status != 401:
        return failed(
            f"an invalid token is answered with {answer.status or answer.trouble}", answer
        )
    challenge = answer.header("www-authenticate") or ""
    told = "invalid_token" in challenge or not challenge.lower().startswith("bearer")
    return expect(told, challenge or "401", "the challenge does not say invalid_token", answer)


@check("T11")
async def signing_key_is_strong(desk: Desk) -> Judged:
    header, _ = _parts(desk)
    if not str(header.get("alg", "")).startswith("HS"):
        return passed(f"{header.get('alg')}: no shared key")
    assert desk.first is not None
    weak = tell_key(desk.first.access, desk.words.weak_secrets)
    if weak is not None:
        return failed("the signing key is among those that everybody tries first")
    known = own_key(desk)
    if known is not None and key_bits(known.decode("utf-8", "replace")) < 128:
        return failed(f"the signing key has {len(known)} bytes")
    return passed("not among the common ones")


# --- refreshing


@check("T20")
async def tokens_in_addresses_are_refused(desk: Desk) -> Judged:
    trouble = await _usable(desk)
    if trouble:
        return unknown(trouble)
    assert desk.first is not None
    user = await desk.new_user() or desk.first
    if user is not desk.first:
        # Addresses are logged: this token is no secret any more, and its being in the log is our doing.
        desk.canaries[:] = [each for each in desk.canaries if each != user.access]
    method, path = guarded_request(desk)
    joint = "&" if "?" in path else "?"
    for name in ("access_token", "token"):
        token = user.access if user is not desk.first else new_nonce()
        answer = await desk.client.ask(method, f"{path}{joint}{name}={token}")
        if answer.ok:
            return failed(f"a token in the query ({name}) is accepted", answer)
    if user is desk.first:
        return unknown(
            "nobody new could log in, and the users' own tokens are not put into addresses"
        )
    return passed("refused", answer)


@check("T21")
async def token_answers_are_not_stored(desk: Desk) -> Judged:
    assert desk.first is not None
    answers = [each for each in (desk.first.login,) if each]
    if desk.roles.refresh is not None and desk.first.refresh:
        answers += [
            each
            for each in desk.client.exchanges
            if each.ok
            and each.target.partition("?")[0] == desk.roles.refresh.path
            and find_key(each.json(), desk.words.token_keys)
        ][:2]
    if not answers:
        return unknown("no answer with a token was seen")
    bad = next(
        (each for each in answers if "no-store" not in (each.header("cache-control") or "")), None
    )
    return expect(
        bad is None,
        "no-store",
        "an answer with tokens may be stored",
        *([bad] if bad else answers[:1]),
    )
