from fastapi import FastAPI

from depot.pallets import router
from depot.security_headers import SecurityHeadersMiddleware

app = FastAPI()
app.add_middleware(SecurityHeadersMiddleware)
app.include_router(router)
