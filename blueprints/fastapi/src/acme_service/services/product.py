"""The rules for products."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.errors import NotFound
from acme_service.models import Product, User
from acme_service.pagination import PageRequest, Slice
from acme_service.repositories.product import ProductRepository
from acme_service.runtime import Clock, NewId
from acme_service.schemas.product import ProductCreate, ProductUpdate
from acme_service.services.access import may_access


class ProductService:
    def __init__(
        self, *, session: AsyncSession, products: ProductRepository, clock: Clock, new_id: NewId
    ) -> None:
        self._session = session
        self._products = products
        self._clock = clock
        self._new_id = new_id

    async def create(self, actor: User, data: ProductCreate) -> Product:
        now = self._clock()
        product = Product(
            **data.model_dump(),
            id=self._new_id(),
            owner_id=actor.id,
            created_at=now,
            updated_at=now,
        )
        await self._products.save(product)
        await self._session.commit()
        return product

    async def list_own(self, actor: User, page: PageRequest) -> Slice[Product]:
        return await self._products.list_owned(actor.id, page)

    async def get(self, actor: User, product_id: UUID) -> Product:
        product = await self._products.get(product_id)
        # A foreign product is answered like a missing one, so that ids cannot be probed.
        if product is None or not may_access(actor, product.owner_id):
            raise NotFound("product")
        return product

    async def update(self, actor: User, product_id: UUID, data: ProductUpdate) -> Product:
        product = await self.get(actor, product_id)
        for name, value in data.model_dump(exclude_unset=True).items():
            setattr(product, name, value)
        product.updated_at = self._clock()
        await self._products.save(product)
        await self._session.commit()
        return product

    async def delete(self, actor: User, product_id: UUID) -> None:
        product = await self.get(actor, product_id)
        await self._products.delete(product)
        await self._session.commit()
