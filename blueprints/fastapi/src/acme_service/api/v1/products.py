"""Products over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response, status

from acme_service.api.dependencies import ContainerDep, CurrentUserDep, PageRequestDep, SessionDep
from acme_service.repositories.product import ProductRepository
from acme_service.schemas.base import Page
from acme_service.schemas.product import ProductCreate, ProductRead, ProductUpdate
from acme_service.services.product import ProductService

router = APIRouter(prefix="/products", tags=["products"])


def get_product_service(container: ContainerDep, session: SessionDep) -> ProductService:
    return ProductService(
        session=session,
        products=ProductRepository(session),
        clock=container.clock,
        new_id=container.new_id,
    )


ProductServiceDep = Annotated[ProductService, Depends(get_product_service)]


@router.post("", status_code=status.HTTP_201_CREATED)
async def create_product(
    data: ProductCreate,
    user: CurrentUserDep,
    service: ProductServiceDep,
    request: Request,
    response: Response,
) -> ProductRead:
    product = await service.create(user, data)
    location = request.app.url_path_for("get_product", product_id=product.id)
    response.headers["Location"] = location
    return ProductRead.model_validate(product)


@router.get("")
async def list_products(
    page: PageRequestDep, user: CurrentUserDep, service: ProductServiceDep
) -> Page[ProductRead]:
    return Page[ProductRead].model_validate(await service.list_own(user, page))


@router.get("/{product_id}")
async def get_product(
    product_id: UUID, user: CurrentUserDep, service: ProductServiceDep
) -> ProductRead:
    return ProductRead.model_validate(await service.get(user, product_id))


@router.patch("/{product_id}")
async def update_product(
    product_id: UUID, data: ProductUpdate, user: CurrentUserDep, service: ProductServiceDep
) -> ProductRead:
    return ProductRead.model_validate(await service.update(user, product_id, data))


@router.delete("/{product_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_product(
    product_id: UUID, user: CurrentUserDep, service: ProductServiceDep
) -> None:
    await service.delete(user, product_id)
