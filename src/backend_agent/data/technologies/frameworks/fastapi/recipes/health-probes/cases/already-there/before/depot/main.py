from fastapi import FastAPI

from depot.pallets import router

app = FastAPI()
app.include_router(router)


@app.get("/api/v1/health/live")
def live() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/readyz")
def ready() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/startup")
def startup() -> dict[str, str]:
    return {"status": "ok"}
