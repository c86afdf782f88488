from room.models.base import Base
from room.models.book import Book

__all__ = ["Base", "Book"]
