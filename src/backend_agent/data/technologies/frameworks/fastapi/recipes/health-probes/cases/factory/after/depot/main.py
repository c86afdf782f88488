"""The service, put together."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from depot import pallets
from depot.probes import router as probes_router


def create_app() -> FastAPI:
    app: FastAPI = FastAPI()
    app.include_router(pallets.router)
    app.include_router(probes_router)
    app.mount("/", StaticFiles(directory="site", html=True))
    return app
