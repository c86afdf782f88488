from fastapi import FastAPI

from store import engine

app = FastAPI()


@app.get("/a")
def a() -> str:
    return str(engine)
