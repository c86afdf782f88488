"""The probes of an orchestrator: live, ready, startup."""

import asyncio
import logging

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import text

from depot.store import engine

# Shorter than the probe's own limit of one second, so that the answer is a 503 and no time-out.
READY_TIMEOUT_SECONDS = 0.8

logger = logging.getLogger(__name__)
router = APIRouter(tags=["probes"])


def ping_database() -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers. Asks nothing else, so that an outage elsewhere restarts nothing."""
    return {"status": "ok"}


@router.get("/ready")
async def ready() -> dict[str, str]:
    """The database answers, so that requests may come."""
    ping = asyncio.create_task(asyncio.to_thread(ping_database))
    await asyncio.wait({ping}, timeout=READY_TIMEOUT_SECONDS)
    if not ping.done() or ping.exception() is not None:
        logger.warning("Not ready: %s", ping.exception() if ping.done() else "the database is slow")
        ping.cancel()
        raise HTTPException(status_code=503, detail="The database does not answer")
    return {"status": "ok"}


@router.get("/startup")
async def startup(request: Request) -> dict[str, str]:
    """Started means ready for the first time; after that nothing is asked again."""
    if not getattr(request.app.state, "started_up", False):
        await ready()
        request.app.state.started_up = True
    return {"status": "ok"}
