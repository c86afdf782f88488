"""The probes of an orchestrator."""

import asyncio
from collections.abc import Awaitable
from typing import Literal, TypeVar

import structlog
from fastapi import APIRouter, Request
from sqlalchemy.exc import SQLAlchemyError

from acme_service.api.dependencies import ContainerDep
from acme_service.api.problems import RESPONSES
from acme_service.errors import Unavailable
from acme_service.schemas.base import ResponseModel

# Shorter than the probes' own limit of one second, so that the answer is a 503 with a reason.
TIMEOUT_SECONDS = 0.8

Answer = TypeVar("Answer")

log = structlog.stdlib.get_logger(__name__)
router = APIRouter(tags=["health"])


class Health(ResponseModel):
    status: Literal["ok"] = "ok"


@router.get("/live")
async def live() -> Health:
    """The process answers. Asks nothing else, so that an outage elsewhere restarts nothing."""
    return Health()


@router.get("/ready", responses={503: RESPONSES["5XX"]})
async def ready(container: ContainerDep) -> Health:
    """The database answers, so that requests may come."""
    await _ask(container.database.ping())
    return Health()


@router.get("/startup", responses={503: RESPONSES["5XX"]})
async def startup(request: Request, container: ContainerDep) -> Health:
    """The database is there and migrated. Once that was so, it is not asked again."""
    if not getattr(request.app.state, "started_up", False):
        if missing := await _ask(container.database.missing_tables()):
            raise Unavailable(f"{len(missing)} tables are missing. Run the migrations.")
        request.app.state.started_up = True
    return Health()


async def _ask(question: Awaitable[Answer]) -> Answer:
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            return await question
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        log.warning("database_unavailable", cause=str(error) or type(error).__name__)
        raise Unavailable from None
