import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from depot.pallets import router
from depot.security_headers import SecurityHeadersMiddleware

app = FastAPI()

if origins := os.environ.get("ORIGINS"):
    app.add_middleware(CORSMiddleware, allow_origins=origins.split(","))

app.add_middleware(SecurityHeadersMiddleware)

app.include_router(router)
