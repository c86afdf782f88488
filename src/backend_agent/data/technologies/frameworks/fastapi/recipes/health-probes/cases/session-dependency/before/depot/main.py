from fastapi import FastAPI

from depot.api.v1.pallets import router
from depot.database import Database


def create_app(url: str) -> FastAPI:
    app = FastAPI()
    app.state.database = Database(url)
    app.include_router(router, prefix="/api/v1")
    return app
