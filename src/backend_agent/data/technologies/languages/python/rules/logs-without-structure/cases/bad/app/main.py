import logging  # expect: logs-without-structure
from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")
def list_notes() -> list[str]:
    return []
