"""A server that checks may need: how its need is seen, and how an own one is started and stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Regexes over whole names of environment variables, by the part of the address they carry."""

    host: tuple[str, ...] = ()
    port: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    password: tuple[str, ...] = ()
    database: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceStep:
    """A command of the service's life. `argv` and `stdin` may hold {bin} {data} {socket} {port}
    {user} {database}; `per` repeats the step for each database the settings name."""

    argv: tuple[str, ...]
    stdin: str = ""
    per: str = ""
    timeout: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFormat:
    """`technologies/*/*/service.toml`.

    `programs` must all lie in one of the folders `search` (globs; newest version first) or on PATH.
    `scheme` is a regex over the scheme of URLs that reach it, `images` over names of container images.
    `user`, `database`, `port` hold where the settings name none; `refuses_root` = the server will not
    run as root. `setup` runs before the start, `create` once it is ready.
    """

    title: str
    programs: tuple[str, ...]
    port: int
    start: tuple[str, ...]
    ready: tuple[str, ...]
    search: tuple[str, ...] = ()
    scheme: str = ""
    images: str = ""
    settings: ServiceSettings = ServiceSettings()
    user: str = ""
    database: str = ""
    refuses_root: bool = False
    setup: tuple[ServiceStep, ...] = ()
    create: tuple[ServiceStep, ...] = ()
    ready_timeout: int = 30
