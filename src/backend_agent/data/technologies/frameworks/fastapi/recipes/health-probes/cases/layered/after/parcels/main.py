from fastapi import FastAPI

from parcels.probes import router as probes_router
from parcels.routes import router

app = FastAPI(title="Parcels")
app.include_router(router)
app.include_router(probes_router)
