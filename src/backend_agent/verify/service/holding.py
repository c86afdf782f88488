"""What the probe holds of a service that was started for it: its log, its end, its settings, its database."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from backend_agent.verify.ground import Served
from backend_agent.verify.ground.services import override_settings
from backend_agent.verify.probe.desk import Held
from backend_agent.verify.probe.start import StartedService, try_start
from backend_agent.world.clock import Clock
from backend_agent.world.doorway import Doorway
from backend_agent.world.listener import Relay
from backend_agent.world.process import Runner


async def put_relays(
    doorway: Doorway, served: Sequence[Served], environment: dict[str, str]
) -> tuple[Relay, ...]:
    """A relay before each database server that was started for it; `environment` is told of them."""
    relays = []
    for each in served:
        relay = Relay(doorway.listen, doorway.dial(each.port))
        port = await relay.open()
        environment |= dict(override_settings(each.carriers, each.port, port))
        relays.append(relay)
    return tuple(relays)


def hold_service(
    started: StartedService,
    runner: Runner,
    doorway: Doorway,
    environment: dict[str, str],
    taken: tuple[int, ...],
    relays: tuple[Relay, ...],
    clock: Clock,
) -> Held:
    """`taken` are ports that others inside of the session listen on."""
    running = started.running

    async def wait(seconds: float) -> tuple[int, float] | None:
        begun = clock.elapsed()
        done = await asyncio.to_thread(running.wait, seconds)
        return (
            None
            if done is None or done.exit_code is None
            else (done.exit_code, clock.elapsed() - begun)
        )

    async def restart(changes: dict[str, str]) -> tuple[int | None, str]:
        await asyncio.to_thread(running.stop, 3.0)
        changed = replace(started.invocation, environment=tuple((environment | changes).items()))
        ports = (*taken, *(relay.port for relay in relays))
        return await asyncio.to_thread(try_start, runner, doorway, changed, ports)

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
        reached=lambda: any(relay.used for relay in relays),
        backing="" if relays else "it uses no database server",
    )


def export_to(port: int) -> dict[str, str]:
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
