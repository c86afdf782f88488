from fastapi import FastAPI

from depot.pallets import router

app = FastAPI()
app.include_router(router)


@app.middleware("http")
async def protect(request, call_next):
    response = await call_next(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
