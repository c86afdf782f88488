from typing import Annotated

from fastapi import APIRouter, Body, Depends, status

from library.guards import CurrentMember, Page, require_librarian
from library.schemas import Book, BookCreate, BookUpdate

PREFIX = "/{book_id:int}"
router = APIRouter(tags=["books"])


@router.get("")
async def list_books(page: Annotated[Page, Depends()]) -> list[Book]: ...


@router.post("", status_code=status.HTTP_201_CREATED, response_model=Book)
async def create_book(book: BookCreate, member: CurrentMember): ...


@router.patch(PREFIX, dependencies=[Depends(require_librarian)])
async def update_book(book_id: int, change: Annotated[BookUpdate, Body()]) -> Book | None: ...


@router.api_route(PREFIX + "/cover", methods=["GET", "HEAD"])
def show_cover(book_id: int) -> bytes: ...


router.add_api_route("/search/{words:path}", list_books, methods=["GET"])
