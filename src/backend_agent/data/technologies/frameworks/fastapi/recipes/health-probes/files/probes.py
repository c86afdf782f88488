"""The probes of an orchestrator: live, ready, startup."""
{% if engine is defined %}
import asyncio
import logging

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy import text

from {{ engine.module }} import {{ engine.NAME }}

# Shorter than the probe's own limit of one second, so that the answer is a 503 and no time-out.
READY_TIMEOUT_SECONDS = 0.8

logger = logging.getLogger(__name__)
router = APIRouter(tags=["probes"])

{% if async_engine is defined %}
async def ping_database() -> None:
    async with {{ engine.NAME }}.connect() as connection:
        await connection.execute(text("SELECT 1"))
{%- else %}
def ping_database() -> None:
    with {{ engine.NAME }}.connect() as connection:
        connection.execute(text("SELECT 1"))
{%- endif %}
{% else %}
from fastapi import APIRouter, Request

router = APIRouter(tags=["probes"])
{% endif %}

@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers. Asks nothing else, so that an outage elsewhere restarts nothing."""
    return {"status": "ok"}


@router.get("/ready")
async def ready() -> dict[str, str]:
{%- if engine is defined %}
    """The database answers, so that requests may come."""
    ping = asyncio.create_task({{ "ping_database()" if async_engine is defined else "asyncio.to_thread(ping_database)" }})
    await asyncio.wait({ping}, timeout=READY_TIMEOUT_SECONDS)
    if not ping.done() or ping.exception() is not None:
        logger.warning("Not ready: %s", ping.exception() if ping.done() else "the database is slow")
        ping.cancel()
        raise HTTPException(status_code=503, detail="The database does not answer")
{%- else %}
    """The service depends on nothing else, so it is ready when it answers."""
{%- endif %}
    return {"status": "ok"}


@router.get("/startup")
async def startup(request: Request) -> dict[str, str]:
    """Ready once is started; after that nothing is asked again."""
    if not getattr(request.app.state, "started_up", False):
        await ready()
        request.app.state.started_up = True
    return {"status": "ok"}
