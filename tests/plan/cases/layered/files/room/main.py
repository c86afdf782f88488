from fastapi import FastAPI

from room.api.router import router

app = FastAPI(title="Reading room")
app.include_router(router)
