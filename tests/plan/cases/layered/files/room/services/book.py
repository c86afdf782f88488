from collections.abc import Sequence

from room.models import Book
from room.repositories.book import BookRepository
from room.schemas.book import BookCreate, BookUpdate
from room.services.errors import NotFoundError


class BookService:
    def __init__(self, books: BookRepository) -> None:
        self.books = books

    def list_books(self, owner: str, limit: int) -> Sequence[Book]:
        return self.books.list(owner, limit)

    def read_book(self, book_id: int, owner: str) -> Book:
        book = self.books.find(book_id)
        if book is None or book.owner != owner:
            raise NotFoundError("Book not found")
        return book

    def create_book(self, data: BookCreate, owner: str) -> Book:
        book = Book(
            owner=owner,
            title=data.title,
            pages=data.pages,
            price=data.price,
            blurb=data.blurb,
        )
        return self.books.save(book)

    def update_book(self, book_id: int, data: BookUpdate, owner: str) -> Book:
        book = self.read_book(book_id, owner)
        for name, value in data.model_dump(exclude_unset=True).items():
            setattr(book, name, value)
        return self.books.save(book)

    def delete_book(self, book_id: int, owner: str) -> None:
        self.books.delete(self.read_book(book_id, owner))
