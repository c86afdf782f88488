"""The page query that all lists share."""

from typing import TypeVar

from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.models import Base
from acme_service.pagination import Cursor, PageRequest, Slice

Entity = TypeVar("Entity", bound=Base)


async def fetch_page(
    session: AsyncSession,
    entity: type[Entity],
    query: Select[Entity],
    page: PageRequest,
) -> Slice[Entity]:
    place = tuple_(entity.created_at, entity.id)
    if page.after is not None:
        query = query.where(place < (page.after.created_at, page.after.id))
    # One row more than asked for shows whether another page follows.
    query = query.order_by(entity.created_at.desc(), entity.id.desc()).limit(page.limit + 1)
    rows = (await session.scalars(query)).all()
    items = rows[: page.limit]
    if len(rows) == len(items):
        return Slice(items, next_cursor=None)
    return Slice(items, Cursor(items[-1].created_at, items[-1].id).encode())
