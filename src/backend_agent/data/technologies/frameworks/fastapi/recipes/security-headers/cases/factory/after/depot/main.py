from fastapi import FastAPI

from depot.pallets import router
from depot.security_headers import SecurityHeadersMiddleware


def create_app() -> FastAPI:
    app = FastAPI(title="Depot")
    app.add_middleware(SecurityHeadersMiddleware)
    app.include_router(router)
    return app
