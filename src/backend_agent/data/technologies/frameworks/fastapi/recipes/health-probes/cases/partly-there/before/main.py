from fastapi import FastAPI

from store import engine

app = FastAPI()


@app.get("/livez")
def live() -> str:
    return str(engine)
