from fastapi import FastAPI

app = FastAPI()


@app.get("/a")
def a() -> str:
    return "a"
