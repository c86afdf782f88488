from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from room.models import Book


class BookRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def list(self, owner: str, limit: int) -> Sequence[Book]:
        query = select(Book).where(Book.owner == owner).order_by(Book.id).limit(limit)
        return self.session.scalars(query).all()

    def find(self, book_id: int) -> Book | None:
        return self.session.get(Book, book_id)

    def save(self, book: Book) -> Book:
        self.session.add(book)
        self.session.commit()
        self.session.refresh(book)
        return book

    def delete(self, book: Book) -> None:
        self.session.delete(book)
        self.session.commit()
