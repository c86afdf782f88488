"""Queries for products."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.models import Product
from acme_service.pagination import PageRequest, Slice
from acme_service.repositories.paging import fetch_page


class ProductRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, product_id: UUID) -> Product | None:
        return await self._session.get(Product, product_id)

    async def list_owned(self, owner_id: UUID, page: PageRequest) -> Slice[Product]:
        query = select(Product).where(Product.owner_id == owner_id)
        return await fetch_page(self._session, Product, query, page)

    async def save(self, product: Product) -> None:
        """Write the product, and read back what the database made of it."""
        self._session.add(product)
        await self._session.flush()
        await self._session.refresh(product)

    async def delete(self, product: Product) -> None:
        await self._session.delete(product)
