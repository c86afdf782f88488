import logging
from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")  # expect: unversioned-api
def list_notes() -> list[str]:
    return []
