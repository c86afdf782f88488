from fastapi import FastAPI

from server.registry import attach

ROUTERS_PREFIX = "/v2"


class Service:
    def __init__(self) -> None:
        self.app = FastAPI()
        attach(self.app, ROUTERS_PREFIX)

    def build(self) -> FastAPI:
        return self.app


def create_app() -> FastAPI:
    return Service().build()
