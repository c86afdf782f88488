"""`python -m control`: starts the control, and ends it as an orchestrator expects."""

from __future__ import annotations

import asyncio
import os
import signal

from . import spec
from .app import App, Context, Route, answer
from .notes import Notes
from .people import People
from .settings import Settings, read_settings
from .store import Gone
from .wire import Response, Server

GRACE = 15.0


def add_health(app: App) -> None:
    async def live(context: Context) -> Response:
        return answer(200, {"status": "alive"})

    async def ready(context: Context) -> Response:
        try:
            await app.store.database.ask()
        except Gone:
            return answer(503, {"status": "not ready"})
        return answer(200, {"status": "ready"})

    async def describe(context: Context) -> Response:
        return answer(200, spec.describe())

    async def status(context: Context) -> Response:
        return answer(200, {"status": "ok"}, [("Deprecation", "@1767225600")])

    app.routes += [
        Route("GET", "/health/live", live, secured=False),
        Route("GET", "/health/ready", ready, secured=False),
        Route("GET", "/health/startup", ready, secured=False),
        Route("GET", "/openapi.json", describe, secured=False),
        Route("GET", "/v1/status", status, secured=False),
    ]


async def main(settings: Settings) -> None:
    app = App(settings)
    People(app)
    Notes(app)
    add_health(app)
    server = Server(app.handle, app.refuse)
    asked_to_end = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked_to_end.set)
    exporting = asyncio.ensure_future(app.telemetry.export_for_ever())
    await server.listen(settings.port)
    app.telemetry.log("INFO", "started", port=settings.port)
    await asked_to_end.wait()
    app.telemetry.log("INFO", "leaving")
    await server.leave(GRACE)
    exporting.cancel()


if __name__ == "__main__":
    asyncio.run(main(read_settings(os.environ)))
