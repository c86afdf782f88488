import strawberry

schema = strawberry.Schema(Query)  # expect: graphql-without-limits

from fastapi import FastAPI

app = FastAPI()


@app.get("/notes")
def list_notes() -> list[str]:
    return []
