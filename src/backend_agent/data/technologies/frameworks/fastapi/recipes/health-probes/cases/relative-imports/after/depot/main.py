from fastapi import FastAPI

from .pallets import router
from .probes import router as probes_router

app = FastAPI()
app.include_router(router)
app.include_router(probes_router)
