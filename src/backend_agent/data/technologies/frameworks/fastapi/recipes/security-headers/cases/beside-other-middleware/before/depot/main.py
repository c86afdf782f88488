from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from depot.middleware.timing import TimingMiddleware
from depot.pallets import router

app = FastAPI()
app.add_middleware(GZipMiddleware)
app.add_middleware(TimingMiddleware)
app.include_router(router)
