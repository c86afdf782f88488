from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query

from room.api.deps import book_service, current_user
from room.schemas.book import BookCreate, BookRead, BookUpdate
from room.services.book import BookService
from room.services.errors import NotFoundError

router = APIRouter(prefix="/books", tags=["books"])

Books = Annotated[BookService, Depends(book_service)]
User = Annotated[str, Depends(current_user)]


@router.get("", response_model=list[BookRead])
def list_books(books: Books, user: User, limit: Annotated[int, Query(ge=1, le=100)] = 50):
    return books.list_books(user, limit)


@router.post("", response_model=BookRead, status_code=201)
def create_book(data: BookCreate, books: Books, user: User):
    return books.create_book(data, user)


@router.get("/{book_id}", response_model=BookRead)
def read_book(book_id: int, books: Books, user: User):
    try:
        return books.read_book(book_id, user)
    except NotFoundError as error:
        raise HTTPException(status_code=404, detail=str(error)) from error


@router.patch("/{book_id}", response_model=BookRead)
def update_book(book_id: int, data: BookUpdate, books: Books, user: User):
    try:
        return books.update_book(book_id, data, user)
    except NotFoundError as error:
        raise HTTPException(status_code=404, detail=str(error)) from error


@router.delete("/{book_id}", status_code=204)
def delete_book(book_id: int, books: Books, user: User) -> None:
    try:
        books.delete_book(book_id, user)
    except NotFoundError as error:
        raise HTTPException(status_code=404, detail=str(error)) from error
