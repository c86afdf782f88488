from fastapi import FastAPI

from depot.api.probes import router as probes_router
from depot.api.v1.pallets import router
from depot.database import Database


def create_app(url: str) -> FastAPI:
    app = FastAPI()
    app.state.database = Database(url)
    app.include_router(router, prefix="/api/v1")
    app.include_router(probes_router)
    return app
