import os

URL = os.getenv("DATABASE_URL")  # expect: settings-not-validated

from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")
def list_notes() -> list[str]:
    return []
