"""The probes of an orchestrator: live, ready, startup."""

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from depot.api.dependencies import get_session

# Shorter than the probe's own limit of one second, so that the answer is a 503 and no time-out.
READY_TIMEOUT_SECONDS = 0.8

logger = logging.getLogger(__name__)
router = APIRouter(tags=["probes"])
DatabaseSession = Annotated[AsyncSession, Depends(get_session)]


async def ping_database(session: AsyncSession) -> None:
    await session.execute(text("SELECT 1"))


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers. Asks nothing else, so that an outage elsewhere restarts nothing."""
    return {"status": "ok"}


@router.get("/ready")
async def ready(session: DatabaseSession) -> dict[str, str]:
    """The database answers, so that requests may come."""
    ping = asyncio.create_task(ping_database(session))
    await asyncio.wait({ping}, timeout=READY_TIMEOUT_SECONDS)
    if not ping.done() or ping.exception() is not None:
        logger.warning("Not ready: %s", ping.exception() if ping.done() else "the database is slow")
        ping.cancel()
        # The session is closed after this, so nobody may use it any more.
        await asyncio.wait({ping})
        raise HTTPException(status_code=503, detail="The database does not answer")
    return {"status": "ok"}


@router.get("/startup")
async def startup(request: Request, session: DatabaseSession) -> dict[str, str]:
    """Started means ready for the first time; after that nothing is asked again."""
    if not getattr(request.app.state, "started_up", False):
        await ready(session)
        request.app.state.started_up = True
    return {"status": "ok"}
