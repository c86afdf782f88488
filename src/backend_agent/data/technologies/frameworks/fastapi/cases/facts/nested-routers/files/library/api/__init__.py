from fastapi import APIRouter, Depends

from library.guards import require_librarian

from . import books
from .loans import router as loans

router = APIRouter()
router.include_router(books.router, prefix="/books")
router.include_router(loans, dependencies=[Depends(require_librarian)])
