from fastapi import FastAPI

from store import engine

app = FastAPI()


@app.get("/quotes")
def list_quotes() -> str:
    return str(engine)
