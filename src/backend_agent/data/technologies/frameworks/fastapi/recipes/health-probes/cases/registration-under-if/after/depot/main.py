import os

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from depot.pallets import router
from depot.probes import router as probes_router

app: FastAPI = FastAPI()

if os.environ.get("API") != "off":
    app.include_router(router)

app.include_router(probes_router)

if os.path.isdir("site"):
    app.mount("/", StaticFiles(directory="site", html=True))
