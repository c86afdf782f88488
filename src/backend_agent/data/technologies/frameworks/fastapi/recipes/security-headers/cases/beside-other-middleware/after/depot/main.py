from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from depot.middleware.security_headers import SecurityHeadersMiddleware
from depot.middleware.timing import TimingMiddleware
from depot.pallets import router

app = FastAPI()
app.add_middleware(GZipMiddleware)
app.add_middleware(TimingMiddleware)
app.add_middleware(SecurityHeadersMiddleware)
app.include_router(router)
