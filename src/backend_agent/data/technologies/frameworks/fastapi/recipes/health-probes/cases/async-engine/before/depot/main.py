from fastapi import FastAPI

from depot.pallets import router

app = FastAPI(title="Depot")
app.include_router(router)
