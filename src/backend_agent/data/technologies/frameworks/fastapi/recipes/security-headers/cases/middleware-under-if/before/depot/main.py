import os

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from depot.pallets import router

app = FastAPI()

if origins := os.environ.get("ORIGINS"):
    app.add_middleware(CORSMiddleware, allow_origins=origins.split(","))

app.include_router(router)
