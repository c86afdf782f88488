from fastapi import APIRouter

from room.api import books

router = APIRouter(prefix="/api/v1")
router.include_router(books.router)
