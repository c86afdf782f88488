from typing import Annotated

from fastapi import Depends, Header, HTTPException
from sqlalchemy.orm import Session

from room.database import open_session
from room.repositories.book import BookRepository
from room.services.book import BookService


def current_user(x_user: Annotated[str | None, Header()] = None) -> str:
    if not x_user:
        raise HTTPException(status_code=401, detail="Sign in first")
    return x_user


def book_service(session: Annotated[Session, Depends(open_session)]) -> BookService:
    return BookService(BookRepository(session))
