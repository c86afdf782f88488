from fastapi import FastAPI

from depot.pallets import router
from depot.probes import router as probes_router

app = FastAPI()
app.include_router(router)
app.include_router(probes_router)
