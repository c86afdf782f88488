from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field


class BookCreate(BaseModel):
    title: str = Field(max_length=200)
    pages: int = Field(ge=1)
    price: Decimal = Field(max_digits=10, decimal_places=2)
    blurb: str | None = None


class BookUpdate(BaseModel):
    title: str | None = Field(default=None, max_length=200)
    pages: int | None = Field(default=None, ge=1)
    price: Decimal | None = Field(default=None, max_digits=10, decimal_places=2)
    blurb: str | None = None


class BookRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    title: str
    pages: int
    price: Decimal
    blurb: str | None
