from pydantic import BaseModel, Field


class BookBase(BaseModel):
    title: str = Field(max_length=200)
    year: int | None = None


class BookCreate(BookBase):
    isbn: str


class BookUpdate(BookBase):
    title: str | None = Field(default=None, max_length=200)


class Book(BookBase):
    id: int


class Member(BaseModel):
    name: str
