"""Makes users through the service's own door: signs up, logs in, and sees how a token is presented."""

from __future__ import annotations

import re
from typing import Any

from backend_agent.values.exchange import Exchange
from backend_agent.verify.probe.client import Client, User, basic_header, new_nonce
from backend_agent.verify.probe.desk import Desk, inner_object, object_of, open_envelope
from backend_agent.verify.probe.openapi import Operation
from backend_agent.verify.probe.roles import fields_of
from backend_agent.verify.probe.samples import make_sample

MOST_DOORS = 8
SCHEMES = ("Bearer", "Token", "JWT", "")
PASSWORD = "Pr0be-{nonce}-Passw0rd!"  # noqa: S105 - of users that the probe makes


async def sign_up(desk: Desk) -> User | str:
    """A new user who is not logged in yet, or why there is none."""
    operation = desk.roles.signup
    if operation is None:
        return "no operation to sign up was found"
    answer = None
    for whole in (False, True):
        sent, user = make_fields(desk, operation, whole=whole)
        answer = await send_form(desk.client, operation, sent, user.source)
        if answer.ok:
            user.signup = answer
            body = open_envelope(answer.json())
            user.profile = {
                key: value for key, value in body.items() if isinstance(value, str | int)
            }
            _take_tokens(desk, user, answer)
            return user
    assert answer is not None
    return f"signing up was answered with {answer.brief()}: {answer.text[:160]}"


def make_fields(desk: Desk, operation: Operation, *, whole: bool) -> tuple[dict[str, Any], User]:
    nonce = new_nonce()
    sent = make_sample(operation.body or {}, nonce, whole=whole)
    inner = inner_object(sent, operation.body or {})
    password = PASSWORD.format(nonce=nonce)
    properties = object_of(operation.body or {}).get("properties", {})
    for name in fields_of(operation):
        if re.search(desk.words.password_field, name, re.IGNORECASE):
            inner[name] = password
        elif re.search(desk.words.identity_field, name, re.IGNORECASE) and name not in inner:
            inner[name] = make_sample(properties[name], nonce, name=name)
        elif name in desk.words.privileged_fields and name not in object_of(
            operation.body or {}
        ).get("required", ()):
            inner.pop(name, None)
    desk.canaries.append(password)
    return sent, User(fields=dict(inner), password=password, source=desk.client.new_source())


def credentials_for(
    desk: Desk, user: User, password: str | None = None, identity: str | None = None
) -> dict[str, Any]:
    """What the login wants of this user, with another password or another name where given."""
    operation = desk.roles.login
    assert operation is not None
    made: dict[str, Any] = make_sample(operation.body or {}, new_nonce())
    inner = inner_object(made, operation.body or {})
    names = [
        name
        for name in fields_of(operation)
        if re.search(desk.words.identity_field, name, re.IGNORECASE)
    ]
    for name in fields_of(operation):
        if re.search(desk.words.password_field, name, re.IGNORECASE):
            inner[name] = user.password if password is None else password
        elif name in names and (name == names[0] or name in inner):
            inner[name] = identity or _identity_of(user, name, desk)
    if "grant_type" in fields_of(operation):
        inner["grant_type"] = "password"
    return made


def _identity_of(user: User, name: str, desk: Desk) -> str:
    """The user's own value of that name; a form's `username` may be the address."""
    if name in user.fields:
        return str(user.fields[name])
    names = [
        each for each in user.fields if re.search(desk.words.identity_field, each, re.IGNORECASE)
    ]
    preferred = next((each for each in names if "mail" in each.lower()), names[0] if names else "")
    return str(user.fields.get(preferred, ""))


async def send_form(
    client: Client, operation: Operation, value: dict[str, Any], source: str, path: str = ""
) -> Exchange:
    """The operation with this body in its own media type, by nobody."""
    return await client.ask(
        operation.method,
        path or operation.path,
        value=value,
        media=operation.media or "application/json",
        source=source,
        seconds=20.0,
    )


async def send_login(
    desk: Desk,
    user: User,
    password: str | None = None,
    identity: str | None = None,
    source: str = "",
) -> Exchange:
    """One attempt to log in as that user."""
    operation = desk.roles.login
    assert operation is not None
    source = source or user.source
    if desk.roles.login_is_basic:
        name = identity or _identity_of(user, "username", desk)
        headers = basic_header(name, user.password if password is None else password)
        return await desk.client.ask(
            "POST", operation.path, headers=headers, source=source, seconds=20.0
        )
    return await send_form(
        desk.client, operation, credentials_for(desk, user, password, identity), source
    )


async def log_in(desk: Desk, user: User) -> str:
    """Log the user in; what went wrong, or ""."""
    if desk.roles.login is None:
        return "" if user.access or user.cookies else await _present_always(desk, user)
    answer = await send_login(desk, user)
    if not answer.ok and not desk.roles.login_is_basic:
        other = next(
            (
                str(value)
                for name, value in user.fields.items()
                if "name" in name.lower() and isinstance(value, str)
            ),
            "",
        )
        if other:
            again = await send_login(desk, user, identity=other)
            answer = again if again.ok else answer
    if not answer.ok:
        return f"logging in was answered with {answer.brief()}: {answer.text[:160]}"
    user.login = answer
    _take_tokens(desk, user, answer)
    if not user.access and not user.cookies:
        return f"no token and no cookie was found in the answer to the login: {answer.text[:160]}"
    return ""


async def _present_always(desk: Desk, user: User) -> str:
    """Without a login the name and password go with each request, where a refusal offers that (RFC 7617);
    what went wrong, or ""."""
    reads = [
        each
        for each in desk.description.operations
        if each.method == "GET" and "{" not in each.path
    ]
    secured = [each.path for each in reads if each.secured] or [each.path for each in reads]
    for path in secured[:MOST_DOORS] if user.password else ():
        refused = await desk.client.ask("GET", path, source=user.source)
        if refused.status != 401 or not offers_basic(refused):
            continue
        header = basic_header(_identity_of(user, "username", desk), user.password)[0][1]
        user.scheme, _, user.access = header.partition(" ")
        answer = await desk.client.ask("GET", path, user=user)
        if answer.status != 401:
            return ""
        user.scheme, user.access = SCHEMES[0], ""
        return f"the name and the password are answered with {answer.brief()}"
    return "no operation to log in was found"


def offers_basic(answer: Exchange) -> bool:
    return any(
        re.match(r"\s*basic\b", each, re.IGNORECASE)
        for each in answer.headers_named("www-authenticate")
    )


def _take_tokens(desk: Desk, user: User, answer: Exchange) -> None:
    user.access = find_key(answer.json(), desk.words.token_keys) or user.access
    user.refresh = find_key(answer.json(), desk.words.refresh_keys) or user.refresh
    cookies = dict(user.cookies)
    for line in answer.headers_named("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        cookies[name.strip()] = value.strip()
        if not user.refresh and "refresh" in name.lower():
            user.refresh = value.strip()
    user.cookies = tuple(cookies.items())
    desk.canaries += [each for each in (user.access, user.refresh) if len(each) > 15]


def find_key(value: Any, names: tuple[str, ...], depth: int = 0) -> str:
    """The first text under one of the names, in the order of the names, a few levels deep."""
    if not isinstance(value, dict) or depth > 3:
        return ""
    for name in names:
        if isinstance(value.get(name), str) and value[name]:
            return str(value[name])
    for each in value.values():
        found = find_key(each, names, depth + 1)
        if found:
            return found
    return ""


async def settle_scheme(desk: Desk, user: User, paths: list[str]) -> str:
    """Learn how the token is presented: the first way that a protected address accepts; an address may be
    for others than users, so several are tried. What is wrong, or ""."""
    answer = None
    for scheme in SCHEMES:
        user.scheme = scheme
        for path in paths[:4]:
            answer = await desk.client.ask("GET", path, user=user)
            if answer.status not in (401, 403):
                return ""
    user.scheme = SCHEMES[0]
    return f"the token is not accepted: {answer.brief()}" if answer else ""


async def make_user(desk: Desk, scheme: str = "Bearer") -> User | str:
    """Sign up and log in, or why not."""
    user = await sign_up(desk)
    if isinstance(user, str):
        return user
    user.scheme = scheme
    trouble = await log_in(desk, user)
    return trouble or user


async def refresh_with(desk: Desk, user: User, token: str, source: str = "") -> Exchange:
    """One use of a refresh token."""
    operation = desk.roles.refresh
    assert operation is not None
    names = [
        name
        for name in fields_of(operation)
        if "token" in name.lower() or "refresh" in name.lower()
    ]
    at = source or user.source
    if names:
        made = make_sample(operation.body or {}, new_nonce())
        inner = inner_object(made, operation.body or {})
        inner.update({name: user.access for name in names if "access" in name.lower()})
        inner[next((name for name in names if "refresh" in name.lower()), names[0])] = token
        headers = (
            (("Authorization", f"{user.scheme} {user.access}".strip()),)
            if operation.secured and user.access
            else ()
        )
        return await desk.client.ask(
            operation.method,
            operation.path,
            value=made,
            media=operation.media or "application/json",
            headers=headers,
            source=at,
        )
    if not refresh_cookie(user):
        headers = (("Authorization", f"{user.scheme} {token}".strip()),)
        return await desk.client.ask(operation.method, operation.path, headers=headers, source=at)
    cookie = (("Cookie", f"{refresh_cookie(user) or 'refresh_token'}={token}"),)
    return await desk.client.ask(operation.method, operation.path, headers=cookie, source=at)


def refresh_cookie(user: User) -> str:
    """The name of the cookie that holds the refresh token, "" where there is none."""
    return next((name for name, _ in user.cookies if "refresh" in name.lower()), "")


def refresh_of(desk: Desk, answer: Exchange) -> str:
    """The refresh token of an answer, in its body or a cookie."""
    found = find_key(answer.json(), desk.words.refresh_keys)
    if found:
        return found
    for line in answer.headers_named("set-cookie"):
        name, _, value = line.partition(";")[0].partition("=")
        if "refresh" in name.lower():
            return value.strip()
    return ""
