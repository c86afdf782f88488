"""Opens a session of commands at the strongest level of protection that the machine allows."""

from __future__ import annotations

import contextlib
import functools
import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from backend_agent.values.errors import Refused
from backend_agent.values.process import Profile
from backend_agent.world import bubblewrap, landlock
from backend_agent.world.environment import build_environment, find_secrets
from backend_agent.world.files import ensure_folder, hash_bytes, remove_folder
from backend_agent.world.interruption import stop_when_interrupted
from backend_agent.world.process import Level, Runner, find_program
from backend_agent.world.session import Launch, Session
from backend_agent.world.survivors import RUN_MARK

SUPERVISOR = Path(__file__).with_name("inside.py")
RESTRICTER = Path(__file__).with_name("landlock.py")
PROBE_LIMIT = 10.0


@functools.cache
def probe_level() -> Level:
    """The strongest level that works here, found once by running a trivial command in it."""
    if find_program("bwrap") and _answers(bubblewrap.probe_argv()):
        return "bubblewrap"
    if landlock.is_available():
        return "landlock"
    return "plain"


@contextlib.contextmanager
def open_sandbox(
    *,
    writable: tuple[Path, ...],
    readable: tuple[Path, ...] = (),
    hidden: tuple[Path, ...] = (),
    cache: Path | None = None,
    secrets: tuple[str, ...] = (),
    require: bool = False,
    level: Level | None = None,
) -> Iterator[Runner]:
    """A session: its commands see one network of their own, with nothing in it but themselves.

    `writable` folders must exist; all else is read-only. `readable` stays visible (and read-only)
    although it lies in what is hidden or writable: sockets below /run, a toolchain below /tmp.
    `hidden` is added to the user's keys and tokens. `cache` is writable and shared by package
    managers. `secrets` are masked in logs, with those of the environment. `require` refuses
    anything weaker than bubblewrap, `level` chooses one. Raises Refused, ToolFailed; on exit
    every process of the session is ended.
    """
    chosen = level or probe_level()
    if require and chosen != "bubblewrap":
        raise Refused(
            f"a sandbox is required and bubblewrap does not work here (only: {chosen})",
            hint="install bubblewrap and allow user namespaces, or leave out --sandbox=require",
        )
    kept = tuple(path.resolve() for path in writable)
    if cache is not None:
        kept = (*kept, ensure_folder(cache).resolve())
    shown = (*(path.absolute() for path in readable), *_own_folders())
    with _open_scratch(chosen) as scratch:
        session = Session(
            level=chosen,
            mark=uuid.uuid4().hex,
            writable=kept,
            environment=lambda profile: build_environment(
                os.environ,
                profile,
                home=_home_inside(scratch, chosen, profile),
                temporary=scratch if chosen != "bubblewrap" else Path("/tmp"),  # noqa: S108
                cache=None if cache is None else cache.resolve(),
            ),
            launch=lambda profile: _make_launch(chosen, profile, kept, shown, hidden, scratch),
            secrets=(*secrets, *find_secrets(os.environ)),
        )
        try:
            with stop_when_interrupted(session.interrupt):
                yield session
        finally:
            session.close()


def _make_launch(
    level: Level,
    profile: Profile,
    writable: tuple[Path, ...],
    readable: tuple[Path, ...],
    hidden: tuple[Path, ...],
    scratch: Path,
) -> Launch:
    supervisor = (sys.executable, "-I", "-S", str(SUPERVISOR))
    if level == "plain":
        return Launch(argv=supervisor)
    home = Path.home()
    if level == "landlock":
        kept = (*writable, scratch)
        secret = bubblewrap.list_secrets(home, registries=profile != "install")
        rules = landlock.describe_rules(
            kept, readable, (*secret, *hidden), own_network=profile != "install"
        )
        restricter = (sys.executable, "-I", "-S", str(RESTRICTER), rules)
        return Launch(argv=(*restricter, *supervisor))
    return bubblewrap.make_launch(
        supervisor,
        reaches_out=profile == "install",
        writable=writable,
        readable=readable,
        hidden=(*bubblewrap.list_secrets(home, registries=profile != "install"), *hidden),
        home=scratch / "home",
    )


def _own_folders() -> tuple[Path, ...]:
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, os.fspath(SUPERVISOR.parent)}
    return tuple(Path(prefix).resolve() for prefix in sorted(prefixes))


def _home_inside(scratch: Path, level: Level, profile: Profile) -> Path:
    if level == "bubblewrap" or profile != "install":
        return scratch / "home"
    return scratch / "home-install"


@contextlib.contextmanager
def _open_scratch(level: Level) -> Iterator[Path]:
    if level == "bubblewrap":
        yield Path("/tmp")  # noqa: S108 - the private one inside
        return
    folder = Path(tempfile.mkdtemp(prefix=_scratch_prefix(os.environ.get(RUN_MARK, ""))))
    ensure_folder(folder / "home")
    for entry in bubblewrap.REGISTRIES:
        if (Path.home() / entry).exists():
            link = folder / "home-install" / entry
            ensure_folder(link.parent).joinpath(link.name).symlink_to(Path.home() / entry)
    ensure_folder(folder / "home-install")
    try:
        yield folder
    finally:
        remove_folder(folder)


def remove_scratch(run: str) -> None:
    """The private folders of a run's sessions that were killed before they could remove them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_scratch_prefix(run)}*"):
        remove_folder(folder)


def _scratch_prefix(run: str) -> str:
    """Short, because unix sockets lie below and their paths may have a hundred characters."""
    return f"backend-agent-{hash_bytes(run.encode())[:10]}-" if run else "backend-agent-"


def _answers(argv: tuple[str, ...]) -> bool:
    try:
        done = subprocess.run(argv, capture_output=True, timeout=PROBE_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
