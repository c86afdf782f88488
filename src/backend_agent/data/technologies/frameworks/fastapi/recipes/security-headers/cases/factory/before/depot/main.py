from fastapi import FastAPI

from depot.pallets import router


def create_app() -> FastAPI:
    app = FastAPI(title="Depot")
    app.include_router(router)
    return app
