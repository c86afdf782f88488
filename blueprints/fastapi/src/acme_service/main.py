"""The application, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from uuid import uuid4

import structlog
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from acme_service.api import health
from acme_service.api.middleware import (
    BodyLimit,
    HeadAsGet,
    OneFraming,
    RequestContext,
    SecurityHeaders,
    UnexpectedErrors,
)
from acme_service.api.problems import EXCEPTION_HANDLERS
from acme_service.api.v1.router import router as v1_router
from acme_service.container import build_container
from acme_service.logs import configure_logging
from acme_service.runtime import Clock, NewId, utc_now
from acme_service.settings import Settings, load_settings

log = structlog.stdlib.get_logger(__name__)


def create_app(
    settings: Settings | None = None, *, clock: Clock = utc_now, new_id: NewId = uuid4
) -> FastAPI:
    settings = settings or load_settings(Settings)
    configure_logging(settings.log_level)
    docs_path = "/docs" if settings.environment == "local" else None
    app = FastAPI(
        title="acme-service",
        version=version("acme-service"),
        docs_url=docs_path,
        redoc_url=None,
        openapi_url="/openapi.json" if docs_path else None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        exception_handlers=EXCEPTION_HANDLERS,
        middleware=_middleware(settings, docs_path),
        lifespan=_lifespan,
    )
    app.state.container = build_container(settings, clock=clock, new_id=new_id)
    app.include_router(health.router)
    app.include_router(v1_router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    log.info("started")
    yield
    await app.state.container.database.close()
    log.info("stopped")


def _operation_id(route: APIRoute) -> str:
    return route.name


def _middleware(settings: Settings, docs_path: str | None) -> list[Middleware]:
    """From the outermost to the innermost."""
    return [
        Middleware(RequestContext),
        Middleware(SecurityHeaders, hsts=settings.environment == "production", docs_path=docs_path),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-ID"],
            expose_headers=["Location", "Retry-After", "X-Request-ID"],
        ),
        Middleware(HeadAsGet),
        Middleware(OneFraming),
        Middleware(UnexpectedErrors),
        Middleware(BodyLimit, max_bytes=settings.max_body_bytes),
    ]
