"""The probes of an orchestrator: live, ready, startup."""

from fastapi import APIRouter, Request

router = APIRouter(tags=["probes"])


@router.get("/live")
async def live() -> dict[str, str]:
    """The process answers. Asks nothing else, so that an outage elsewhere restarts nothing."""
    return {"status": "ok"}


@router.get("/ready")
async def ready() -> dict[str, str]:
    """The service depends on nothing else, so it is ready when it answers."""
    return {"status": "ok"}


@router.get("/startup")
async def startup(request: Request) -> dict[str, str]:
    """Started means ready for the first time; after that nothing is asked again."""
    if not getattr(request.app.state, "started_up", False):
        await ready()
        request.app.state.started_up = True
    return {"status": "ok"}
