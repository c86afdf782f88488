"""Starts the service of a repository from a copy, lays its ground, holds it while it is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.probing.commands import list_migrations, list_starts
from backend_agent.probing.options import ProbeOptions
from backend_agent.values.probe import Answered, ProbeReport, Surface
from backend_agent.values.process import Invocation
from backend_agent.verify.ground import Ground, prepare_ground
from backend_agent.verify.ground.services import override_settings
from backend_agent.verify.ground.settings import EXAMPLES, OWN
from backend_agent.verify.probe.desk import Held
from backend_agent.verify.probe.inquiry import Inquiry, ask_service
from backend_agent.verify.probe.profile import Profile
from backend_agent.verify.probe.start import (
    NotStarted,
    StartedService,
    start_service,
    tell_end,
    try_start,
)
from backend_agent.world.clock import Clock
from backend_agent.world.doorway import Doorway
from backend_agent.world.files import (
    ensure_folder,
    hash_bytes,
    read_file,
    remove_folder,
    write_atomic,
)
from backend_agent.world.folders import cache_home, probes_home
from backend_agent.world.listener import Collector, Relay
from backend_agent.world.sandbox import open_sandbox
from backend_agent.world.workspace import open_workspace
from backend_agent.world.worktree import create_worktree

OnAnswer = Callable[[Answered], None]
Tell = Callable[[str], None]


class Started:
    """A service that is started from a copy of its repository, asked, and ended."""

    def __init__(
        self,
        path: Path,
        options: ProbeOptions,
        profile: Profile,
        catalog: Catalog,
        clock: Clock,
        on_answer: OnAnswer,
        tell: Tell,
    ) -> None:
        self.path, self.options, self.profile = path, options, profile
        self.catalog, self.clock, self.on_answer, self.tell = catalog, clock, on_answer, tell
        self.notes: list[str] = []

    def probe(self) -> ProbeReport:
        workspace = open_workspace(self.path)
        name = hash_bytes(f"{workspace.root} {self.clock.now()} {self.clock.elapsed()}".encode())[
            :12
        ]
        folder = ensure_folder(probes_home() / name)
        with ExitStack() as stack:
            stack.callback(remove_folder, folder)
            worktree = create_worktree(workspace, folder / "tree")
            self.tree, self.root, self.folder = worktree.tree(), worktree.root, folder
            work = ensure_folder(folder / "work")
            door = ensure_folder(folder / "door")
            self.runner = stack.enter_context(
                open_sandbox(
                    writable=(worktree.root, work, door),
                    cache=ensure_folder(cache_home()),
                    require=self.options.require_sandbox,
                )
            )
            self.component = choose_component(
                detect_stack(self.tree, self.catalog), self.options.component, workspace.prefix
            )
            self._lay_settings()
            self.tell("environment")
            self.ground = self._lay_ground(work)
            stack.callback(self.ground.stop)
            doorway = Doorway(self.runner, door)
            stack.callback(doorway.close)
            return asyncio.run(self._ask(doorway))

    def _lay_settings(self) -> None:
        """A program that reads `.env` itself finds the example's values, in the copy alone."""
        folder = self.root / self.component.path
        if (folder / OWN[0]).exists():
            return
        example = next((name for name in EXAMPLES if (folder / name).is_file()), "")
        if example:
            write_atomic(folder / OWN[0], read_file(folder / example))
            self.notes.append(f"{OWN[0]} made of {example}, in the copy")

    def _lay_ground(self, work: Path) -> Ground:
        application = read_application(self.tree, self.component, self.catalog)
        ground = prepare_ground(
            self.tree,
            self.root,
            self.component,
            self.catalog,
            self.runner,
            ensure_folder(cache_home()),
            work / "ground",
            env_file=self.options.env_file,
            application=application,
        )
        self.notes += [*ground.prepared, *ground.missing, *ground.unserved]
        return ground

    async def _ask(self, doorway: Doorway) -> ProbeReport:
        collector = Collector()
        collector_port = await collector.open(await asyncio.to_thread(doorway.listen))
        environment = dict(self.ground.environment)
        relays = await self._put_relays(doorway, environment)
        environment |= _export_to(collector_port) | dict(self.profile.settings)
        taken = await asyncio.to_thread(doorway.list_ports)
        trouble = await asyncio.to_thread(self._run_before, environment)
        self.tell("start")
        started = (
            NotStarted(reason=trouble)
            if trouble
            else await asyncio.to_thread(
                start_service, self.runner, doorway, self._candidates(environment), taken
            )
        )
        if isinstance(started, NotStarted):
            await collector.close()
            return self._blocked(started.reason)
        inquiry = Inquiry(
            dial=doorway.dial(started.port),
            host=f"127.0.0.1:{started.port}",
            target=str(self.path),
            catalog=self.catalog,
            clock=self.clock,
            depth=self.options.depth,
            only=self.options.only,
            destructive=True,
            given=self._find_spec(),
            held=self._hold(doorway, started, environment, taken, relays),
            collector=collector,
            collector_port=collector_port,
            profile=self.profile,
            notes=(
                *self.notes,
                f"started by {' '.join(started.invocation.argv)} on port {started.port}",
            ),
            tell=self.tell,
        )
        self.tell("questions")
        report = await ask_service(inquiry, self.on_answer)
        await asyncio.to_thread(started.running.stop, 2.0)
        await collector.close()
        for relay in relays:
            await relay.cut()
        return report

    def _blocked(self, reason: str) -> ProbeReport:
        return ProbeReport(
            target=str(self.path),
            depth=self.options.depth,
            surface=Surface(base=str(self.path)),
            blocked=f"the service could not be started: {reason}",
            notes=tuple(self.notes),
        )

    async def _put_relays(self, doorway: Doorway, environment: dict[str, str]) -> list[Relay]:
        """A relay before each database server that was started for it, and the settings that say so."""
        relays = []
        for served in self.ground.served:
            relay = Relay(doorway.listen, doorway.dial(served.port))
            port = await relay.open()
            environment |= dict(override_settings(served.carriers, served.port, port))
            relays.append(relay)
        return relays

    def _run_before(self, environment: dict[str, str]) -> str:
        """Migrations and what the profile says, in the copy; what went wrong, or ""."""
        before = [(argv, self.component.path) for argv in self.profile.before]
        if not before:
            before = list(
                list_migrations(self.tree, self.component, self.catalog, self.ground.runners)
            )
        for argv, cwd in before:
            done = self.runner.run(self._invocation(argv, cwd, environment, timeout=120.0))
            told = done.stopped or f"exit code {done.exit_code}"
            self.notes.append(f"before the start: {' '.join(argv)}: {told}")
            if not done.succeeded and self.profile.before:
                return f"{' '.join(argv)} failed: {tell_end(done.output + done.errors)}"
            if done.succeeded and not self.profile.before:
                break
        return ""

    def _candidates(self, environment: dict[str, str]) -> list[Invocation]:
        if self.profile.start:
            return [self._invocation(self.profile.start, self.component.path, environment)]
        starts = list_starts(self.tree, self.component, self.catalog, self.ground.runners)
        return [self._invocation(argv, cwd, environment) for argv, cwd in starts]

    def _invocation(
        self, argv: tuple[str, ...], cwd: str, environment: dict[str, str], timeout: float = 3600.0
    ) -> Invocation:
        return Invocation(
            argv=argv,
            cwd=str(self.root / cwd),
            profile="verify",
            environment=tuple(environment.items()),
            writable=(str(self.root),),
            timeout=timeout,
            output_limit=64_000_000,
        )

    def _find_spec(self) -> tuple[bytes, str] | None:
        """A description that the profile names. One that merely lies there may be old: the service's own
        word counts, and only where it has none is the file read."""
        if self.profile.spec:
            return self.tree.read_bytes(self.profile.spec), self.profile.spec
        return None

    def _hold(
        self,
        doorway: Doorway,
        started: StartedService,
        environment: dict[str, str],
        taken: tuple[int, ...],
        relays: list[Relay],
    ) -> Held:
        running = started.running

        async def wait(seconds: float) -> tuple[int, float] | None:
            begun = self.clock.elapsed()
            done = await asyncio.to_thread(running.wait, seconds)
            return (
                None
                if done is None or done.exit_code is None
                else (done.exit_code, self.clock.elapsed() - begun)
            )

        async def restart(changes: dict[str, str]) -> tuple[int | None, str]:
            await asyncio.to_thread(running.stop, 3.0)
            changed = replace(
                started.invocation, environment=tuple((environment | changes).items())
            )
            return await asyncio.to_thread(
                try_start,
                self.runner,
                doorway,
                changed,
                (*taken, *(relay.port for relay in relays)),
            )

        async def cut() -> None:
            for relay in relays:
                await relay.cut()

        async def restore() -> None:
            for relay in relays:
                await relay.open()

        return Held(
            logs=running.output,
            end=running.ask_to_end,
            wait=wait,
            memory=lambda: asyncio.to_thread(running.measure_memory),
            restart=restart,
            cut=cut if relays else None,
            restore=restore if relays else None,
            settings=environment,
            backing="" if relays else "it uses no database server",
        )


def _export_to(port: int) -> dict[str, str]:
    """Settings of OpenTelemetry by which a service exports to us, often (OpenTelemetry: SDK configuration)."""
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "otlp",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "OTEL_BLRP_SCHEDULE_DELAY": "200",
        "OTEL_METRIC_EXPORT_INTERVAL": "1000",
        "OTEL_TRACES_SAMPLER": "always_on",
        "OTEL_SERVICE_NAME": "probed",
    }
