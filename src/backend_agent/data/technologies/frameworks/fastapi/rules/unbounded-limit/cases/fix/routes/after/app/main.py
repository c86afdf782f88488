from fastapi import FastAPI, Query

app = FastAPI()


@app.get("/items")
def list_items(skip: int = 0, limit: int = Query(50, ge=1, le=100)) -> list[str]:
    return names()[skip : skip + limit]
