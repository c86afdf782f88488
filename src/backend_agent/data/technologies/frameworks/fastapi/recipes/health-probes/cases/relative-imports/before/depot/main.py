from fastapi import FastAPI

from .pallets import router

app = FastAPI()
app.include_router(router)
