import strawberry

schema = strawberry.Schema(Query, extensions=[QueryDepthLimiter(10)])

from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")
def list_notes() -> list[str]:
    return []
