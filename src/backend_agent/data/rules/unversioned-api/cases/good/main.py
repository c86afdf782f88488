import logging
from fastapi import FastAPI

app = FastAPI()


@app.get("/api/v1/notes")
def list_notes() -> list[str]:
    return []
