"""Queries for users."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.models import User
from acme_service.pagination import PageRequest, Slice
from acme_service.repositories.paging import fetch_page


class UserRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, user_id: UUID) -> User | None:
        return await self._session.get(User, user_id)

    async def get_by_email(self, email: str) -> User | None:
        return await self._session.scalar(select(User).where(User.email == email))

    async def list_all(self, page: PageRequest) -> Slice[User]:
        return await fetch_page(self._session, User, select(User), page)

    async def add(self, user: User) -> bool:
        """Add the user, unless the address is taken; the transaction ends in that case."""
        self._session.add(user)
        try:
            await self._session.flush()
        except IntegrityError:
            await self._session.rollback()
            return False
        return True
