"""`backend-agent probe`: asks a running service, or starts one from its repository and asks that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.probing.options import ProbeOptions
from backend_agent.probing.started import probe_repository
from backend_agent.values.errors import InputError, Refused
from backend_agent.values.probe import Answered, ProbeReport
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.profile import Profile, read_profile
from backend_agent.world.clock import Clock, SystemClock
from backend_agent.world.files import read_file
from backend_agent.world.folders import cache_home
from backend_agent.world.wire import dial_address

__all__ = ["ProbeOptions", "probe_target"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
OnAnswer = Callable[[Answered], None]
Tell = Callable[[str], None]


def _ignore(_: object) -> None:
    """Nobody listens."""


def probe_target(
    target: str, options: ProbeOptions, on_answer: OnAnswer = _ignore, tell: Tell = _ignore
) -> ProbeReport:
    """Ask the service at a URL, or the one that the repository at a path starts. Raises InputError for a
    target that is neither, Refused for a host that was not allowed."""
    clock = SystemClock()
    catalog = load_catalog(options.packs, cache_home())
    profile = _read_profile(options.profile)
    if "://" in target:
        return _probe_url(target, options, profile, catalog, clock, on_answer)
    return probe_repository(Path(target), options, profile, catalog, clock, on_answer, tell)


def _read_profile(path: Path | None) -> Profile:
    return (
        Profile()
        if path is None
        else read_profile(read_file(path).decode("utf-8", "replace"), str(path))
    )


def _probe_url(
    target: str,
    options: ProbeOptions,
    profile: Profile,
    catalog: Catalog,
    clock: Clock,
    on_answer: OnAnswer,
) -> ProbeReport:
    url = urlsplit(target)
    try:
        port = url.port or (443 if url.scheme == "https" else 80)
    except ValueError:
        raise InputError(f"{target}: the port is no number") from None
    if url.scheme not in ("http", "https") or not url.hostname:
        raise InputError(
            f"{target}: not an address that can be asked", hint="give http://HOST:PORT or a folder"
        )
    if url.hostname not in LOOPBACK and url.hostname != options.allow_host:
        raise Refused(
            f"{url.hostname} is not on this machine",
            hint=f"only ask what is yours; then say so: --allow-host {url.hostname}",
        )
    inquiry = Inquiry(
        dial=dial_address(url.hostname, port, tls=url.scheme == "https"),
        host=url.netloc.rpartition("@")[2],
        target=f"{url.scheme}://{url.netloc.rpartition('@')[2]}",
        catalog=catalog,
        clock=clock,
        depth=options.depth,
        only=options.only,
        own=url.hostname == "127.0.0.1",
        destructive=options.destructive,
        profile=profile,
        given=(read_file(Path(profile.spec)), profile.spec) if profile.spec else None,
    )
    return asyncio.run(ask_service(inquiry, on_answer))
