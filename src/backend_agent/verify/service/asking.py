"""Starts the service of a component where its ground is laid, asks it, and ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.errors import BackendAgentError
from backend_agent.values.probe import Answered, Depth, ProbeReport, Surface
from backend_agent.values.process import Invocation
from backend_agent.values.stack import Component
from backend_agent.verify.ground import Served
from backend_agent.verify.ground.settings import EXAMPLES, OWN
from backend_agent.verify.probe.coded import describe_application
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.profile import Profile
from backend_agent.verify.probe.start import START_LIMIT, NotStarted, start_service, tell_end
from backend_agent.verify.service.holding import export_to, hold_service, put_relays
from backend_agent.verify.service.starts import Call, list_migrations, list_starts
from backend_agent.world.clock import Clock
from backend_agent.world.doorway import Doorway
from backend_agent.world.files import ensure_folder, put_back, read_file, write_atomic
from backend_agent.world.listener import Collector
from backend_agent.world.process import Runner
from backend_agent.world.tree import Tree

NO_START = "no command that starts it is known"
MIGRATION_LIMIT = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A component in a session: its `root` on disk, what `tree` lists, and its ground. `folder` is for the
    probe alone, outside of the root, and the session may write it; `application` is what was read from
    its code."""

    root: Path
    tree: Tree
    component: Component
    catalog: Catalog
    runner: Runner
    folder: Path
    environment: tuple[tuple[str, str], ...]
    runners: tuple[tuple[str, ...], ...] = ()
    served: tuple[Served, ...] = ()
    application: Application | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to ask. `resources` are paths whose things are preferred; `start_limit` is for all of the start
    commands together, `limit` for the questions, both in seconds."""

    target: str
    clock: Clock
    depth: Depth = "quick"
    only: tuple[str, ...] = ()
    profile: Profile = Profile()  # noqa: RUF009 - frozen
    resources: tuple[str, ...] = ()
    start_limit: float = 4 * START_LIMIT
    limit: float = float("inf")
    notes: tuple[str, ...] = ()
    on_answer: Callable[[Answered], None] = field(default=lambda _: None)
    tell: Callable[[str], None] = field(default=lambda _: None)


def ask_component(place: Place, wish: Wish) -> ProbeReport:
    """The report; blocked with the reason where the service cannot be started. The root is left without
    what the probe itself wrote."""
    starts = _list_starts(place, wish)
    if not starts:
        return _blocked(wish, NO_START, ())
    with ExitStack() as stack:
        notes = _lay_settings(place, stack)
        try:
            doorway = Doorway(place.runner, ensure_folder(place.folder))
        except (BackendAgentError, OSError) as error:
            return _blocked(wish, str(error), ())
        stack.callback(doorway.close)
        return asyncio.run(_Visit(place, wish, doorway, [*wish.notes, *notes]).ask(starts))


def _list_starts(place: Place, wish: Wish) -> tuple[Call, ...]:
    if wish.profile.start:
        return ((wish.profile.start, place.component.path),)
    return list_starts(place.tree, place.component, place.catalog, place.runners)


def _lay_settings(place: Place, stack: ExitStack) -> tuple[str, ...]:
    """A program that reads `.env` itself finds the example's values, while it is asked."""
    folder = place.root / place.component.path
    own = folder / OWN[0]
    example = next((name for name in EXAMPLES if (folder / name).is_file()), "")
    if own.exists() or not example:
        return ()
    write_atomic(own, read_file(folder / example))
    stack.callback(put_back, own, None)
    return (f"{OWN[0]} made of {example}, in the copy",)


def _blocked(wish: Wish, reason: str, notes: tuple[str, ...]) -> ProbeReport:
    return ProbeReport(
        target=wish.target,
        depth=wish.depth,
        surface=Surface(base=wish.target),
        blocked=f"the service could not be started: {reason}",
        notes=notes,
    )


class _Visit:
    """One start, the questions, one end."""

    def __init__(self, place: Place, wish: Wish, doorway: Doorway, notes: list[str]) -> None:
        self.place, self.wish, self.doorway, self.notes = place, wish, doorway, notes

    async def ask(self, starts: tuple[Call, ...]) -> ProbeReport:
        place, wish, doorway = self.place, self.wish, self.doorway
        collector = Collector()
        collector_port = await collector.open(await asyncio.to_thread(doorway.listen))
        environment = dict(place.environment)
        relays = await put_relays(doorway, place.served, environment)
        environment |= export_to(collector_port) | dict(wish.profile.settings)
        taken = await asyncio.to_thread(doorway.list_ports)
        try:
            trouble = await asyncio.to_thread(self._run_before, environment)
            if trouble:
                return _blocked(wish, trouble, tuple(self.notes))
            wish.tell("start")
            candidates = [self._invocation(argv, cwd, environment) for argv, cwd in starts]
            started = await asyncio.to_thread(
                start_service, place.runner, doorway, candidates, taken, wish.start_limit
            )
            if isinstance(started, NotStarted):
                return _blocked(wish, started.reason, tuple(self.notes))
            how = f"started by {' '.join(started.invocation.argv)} on port {started.port}"
            held = hold_service(
                started, place.runner, doorway, environment, taken, relays, wish.clock
            )
            inquiry = Inquiry(
                dial=doorway.dial(started.port),
                host=f"127.0.0.1:{started.port}",
                target=wish.target,
                catalog=place.catalog,
                clock=wish.clock,
                depth=wish.depth,
                only=wish.only,
                destructive=True,
                given=self._find_spec(),
                coded=describe_application(place.application) if place.application else None,
                held=held,
                collector=collector,
                collector_port=collector_port,
                profile=wish.profile,
                resources=wish.resources,
                limit=wish.limit,
                notes=(*self.notes, how),
                tell=wish.tell,
            )
            wish.tell("questions")
            try:
                return await ask_service(inquiry, wish.on_answer)
            finally:
                await asyncio.to_thread(started.running.stop, 2.0)
        finally:
            await collector.close()
            for relay in relays:
                await relay.cut()

    def _run_before(self, environment: dict[str, str]) -> str:
        """Migrations and what the profile says, in the copy; what went wrong, or ""."""
        place, profile = self.place, self.wish.profile
        before = [(argv, place.component.path) for argv in profile.before]
        if not before:
            before = list(
                list_migrations(place.tree, place.component, place.catalog, place.runners)
            )
        for argv, cwd in before:
            done = place.runner.run(self._invocation(argv, cwd, environment, MIGRATION_LIMIT))
            told = done.stopped or f"exit code {done.exit_code}"
            self.notes.append(f"before the start: {' '.join(argv)}: {told}")
            if not done.succeeded and profile.before:
                return f"{' '.join(argv)} failed: {tell_end(done.output + done.errors)}"
            if done.succeeded and not profile.before:
                break
        return ""

    def _invocation(
        self, argv: tuple[str, ...], cwd: str, environment: dict[str, str], timeout: float = 3600.0
    ) -> Invocation:
        return Invocation(
            argv=argv,
            cwd=str(self.place.root / cwd),
            profile="verify",
            environment=tuple(environment.items()),
            writable=(str(self.place.root), str(self.place.folder)),
            timeout=timeout,
            output_limit=64_000_000,
        )

    def _find_spec(self) -> tuple[bytes, str] | None:
        """A description that the profile names. One that merely lies there may be old: the service's own
        word counts, and only where it has none is the file read."""
        spec = self.wish.profile.spec
        return (self.place.tree.read_bytes(spec), spec) if spec else None
