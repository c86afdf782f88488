from fastapi import FastAPI

from depot.pallets import router

app = FastAPI()
app.include_router(router)
