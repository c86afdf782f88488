from fastapi import FastAPI

from parcels.routes import router

app = FastAPI(title="Parcels")
app.include_router(router)
