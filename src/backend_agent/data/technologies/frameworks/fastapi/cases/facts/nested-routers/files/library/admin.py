from fastapi import APIRouter

from elsewhere import make_router

admin = APIRouter()
admin.include_router(make_router(), prefix="/x")


@admin.get("/stats")
def show_stats() -> dict[str, int]: ...
