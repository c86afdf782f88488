from fastapi import FastAPI

app = FastAPI()


@app.get("/items")
def list_items(skip: int = 0, limit: int = 50) -> list[str]:
    return names()[skip : skip + limit]
