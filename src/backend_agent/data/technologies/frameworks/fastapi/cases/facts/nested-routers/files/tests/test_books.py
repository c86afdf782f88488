from fastapi import FastAPI

app = FastAPI()


@app.get("/only-in-a-test")
def fake() -> None: ...
