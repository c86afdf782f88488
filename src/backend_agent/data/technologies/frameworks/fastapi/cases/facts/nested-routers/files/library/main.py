from fastapi import Depends, FastAPI

from library.api import router as api
from library.settings import settings
from library.guards import count_requests
from library.admin import admin

app = FastAPI(title="Library", dependencies=[Depends(count_requests)])
app.include_router(api, prefix=settings.api_prefix)

if settings.debug:
    app.include_router(admin, prefix="/admin", include_in_schema=False)


@app.get("/", include_in_schema=False)
def show_start() -> str:
    return "library"
