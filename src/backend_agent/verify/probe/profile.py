"""A small file that tells the probe what it cannot find: users in the auth format of the Web Fuzzing Commons,
an administrator, the resource to use, and settings to start with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from backend_agent.values.errors import InputError
from backend_agent.verify.probe.client import User
from backend_agent.verify.probe.desk import Roles
from backend_agent.verify.probe.openapi import Description, Operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """`roles` corrects what was found; `users` are there already and are not made; `settings` are added to
    the environment of the service; `start` is the command that starts it, `before` run first;
    `promote` makes a user an administrator, `{email}` filled in."""

    users: tuple[User, ...] = ()
    admin: User | None = None
    resource: str = ""
    spec: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    start: tuple[str, ...] = ()
    before: tuple[tuple[str, ...], ...] = ()
    roles: Callable[[Description, Roles], Roles] | None = None
    headers: tuple[tuple[str, str], ...] = field(default=())


KEYS = {
    "auth",
    "admin",
    "resource",
    "spec",
    "settings",
    "start",
    "before",
    "login",
    "signup",
    "refresh",
    "logout",
}


def read_profile(text: str, where: str) -> Profile:
    """YAML. Raises InputError with the place of what is wrong."""
    import yaml

    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"{where}: {str(error).splitlines()[0]}", hint="write YAML") from None
    if not isinstance(document, dict):
        raise InputError(
            f"{where}: a profile is a mapping", hint="docs/explanation/probe.md shows one"
        )
    unknown = sorted(set(document) - KEYS - {"authTemplate", "schema_version", "configs"})
    if unknown:
        raise InputError(
            f"{where}: unknown keys: {', '.join(map(str, unknown))}",
            hint=f"known are {', '.join(sorted(KEYS))}",
        )
    return Profile(
        users=tuple(_read_user(each, where) for each in document.get("auth") or ()),
        admin=_read_user(document["admin"], where) if document.get("admin") else None,
        resource=str(document.get("resource") or ""),
        spec=str(document.get("spec") or ""),
        settings=tuple(
            (str(key), str(value)) for key, value in (document.get("settings") or {}).items()
        ),
        start=tuple(map(str, document.get("start") or ())),
        before=tuple(tuple(map(str, each)) for each in document.get("before") or ()),
        roles=_make_correction(document),
    )


def _read_user(entry: Any, where: str) -> User:
    """`{username, password}`, or the format's `loginEndpointAuth.payloadUserPwd` beside a `name`."""
    if not isinstance(entry, dict):
        raise InputError(f"{where}: a user is a mapping with username and password")
    endpoint = entry.get("loginEndpointAuth")
    pair = (endpoint.get("payloadUserPwd") if isinstance(endpoint, dict) else None) or entry
    name, password = pair.get("username") or pair.get("email"), pair.get("password")
    if not name or not password:
        raise InputError(f"{where}: a user needs username and password")
    return User(fields={"username": str(name), "email": str(name)}, password=str(password))


def _make_correction(document: dict[str, Any]) -> Callable[[Description, Roles], Roles] | None:
    wanted = {
        name: str(document[name])
        for name in ("login", "signup", "refresh", "logout")
        if document.get(name)
    }
    if not wanted:
        return None

    def correct(description: Description, roles: Roles) -> Roles:
        def pick(name: str, found: Operation | None) -> Operation | None:
            key = wanted.get(name)
            return (
                next(
                    (each for each in description.operations if key in (each.key, each.path)), found
                )
                if key
                else found
            )

        return Roles(
            signup=pick("signup", roles.signup),
            login=pick("login", roles.login),
            refresh=pick("refresh", roles.refresh),
            logout=pick("logout", roles.logout),
            login_is_basic=roles.login_is_basic,
        )

    return correct
