from fastapi import FastAPI

from server.routes import cities, rivers


def attach(app: FastAPI, prefix: str = "") -> None:
    for module in (cities, rivers):
        app.include_router(module.router, prefix=prefix)
