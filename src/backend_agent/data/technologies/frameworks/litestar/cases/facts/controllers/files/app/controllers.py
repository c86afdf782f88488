from uuid import UUID

from litestar import Controller, MediaType, delete, get, post, route
from msgspec import Struct

from app.guards import requires_admin


class Book(Struct):
    title: str
    pages: int = 0


class Base(Controller):
    guards = [requires_admin]


class BookController(Base):
    path = "/books"

    @get()
    async def list_books(self) -> list[Book]:
        return []

    @post("/", media_type=MediaType.JSON)
    async def add(self, data: Book) -> Book:
        return data

    @delete("/{book_id:uuid}", exclude_from_auth=True)
    async def remove(self, book_id: UUID) -> None: ...

    @route("/{book_id:uuid}", http_method=["PUT", "PATCH"], guards=[requires_admin])
    async def change(self, book_id: UUID, data: Book) -> Book:
        return data

    def helper(self) -> None: ...


@get("/health", include_in_schema=False)
async def health() -> None: ...
