"""The rules for users."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.errors import NotFound
from acme_service.models import Role, User
from acme_service.pagination import PageRequest, Slice
from acme_service.repositories.user import UserRepository
from acme_service.repositories.user_session import UserSessionRepository
from acme_service.runtime import Clock, NewId
from acme_service.schemas.user import UserCreate, UserUpdate
from acme_service.security.passwords import Passwords
from acme_service.services.access import require_admin

log = structlog.stdlib.get_logger(__name__)


class UserService:
    def __init__(
        self,
        *,
        session: AsyncSession,
        users: UserRepository,
        user_sessions: UserSessionRepository,
        passwords: Passwords,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._session = session
        self._users = users
        self._user_sessions = user_sessions
        self._passwords = passwords
        self._clock = clock
        self._new_id = new_id

    async def register(self, data: UserCreate) -> None:
        """Register a new address. A known one is left as it is, and looks the same outside."""
        now = self._clock()
        user = User(
            id=self._new_id(),
            email=data.email,
            password_hash=await self._passwords.hash(data.password.get_secret_value()),
            role=Role.USER,
            active=True,
            created_at=now,
            updated_at=now,
        )
        if await self._users.add(user):
            await self._session.commit()
            log.info("user_registered", user_id=str(user.id))
        else:
            log.warning("known_address_registered_again")

    async def list_all(self, actor: User, page: PageRequest) -> Slice[User]:
        require_admin(actor)
        return await self._users.list_all(page)

    async def update(self, actor: User, user_id: UUID, data: UserUpdate) -> User:
        require_admin(actor)
        user = await self._users.get(user_id)
        if user is None:
            raise NotFound("user")
        now = self._clock()
        for name, value in data.model_dump(exclude_unset=True).items():
            setattr(user, name, value)
        user.updated_at = now
        if not user.active:
            await self._user_sessions.revoke_all(user.id, now)
        await self._session.commit()
        log.info("user_updated", user_id=str(user.id), by=str(actor.id))
        return user
