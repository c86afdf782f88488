import logging
from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")  # expect: requests-not-tied
def list_notes() -> list[str]:
    return []
