"""Products as clients see them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from pydantic import Field

from acme_service.schemas.base import MAX_INTEGER, OMITTED, RequestModel, ResponseModel


class ProductCreate(RequestModel):
    name: str = Field(min_length=1, max_length=255)
    price: Decimal = Field(max_digits=12, decimal_places=2)
    stock: int = Field(ge=0, le=MAX_INTEGER)
    active: bool
    description: str | None = Field(default=None, max_length=2000)


class ProductUpdate(RequestModel):
    name: str = Field(default=OMITTED, min_length=1, max_length=255)
    price: Decimal = Field(default=OMITTED, max_digits=12, decimal_places=2)
    stock: int = Field(default=OMITTED, ge=0, le=MAX_INTEGER)
    active: bool = Field(default=OMITTED)
    description: str | None = Field(default=OMITTED, max_length=2000)


class ProductRead(ResponseModel):
    id: UUID
    owner_id: UUID
    name: str
    price: Decimal
    stock: int
    active: bool
    description: str | None
    created_at: datetime
    updated_at: datetime
