"""Queries for sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.models import User, UserSession


class UserSessionRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, user_session: UserSession) -> None:
        self._session.add(user_session)

    async def get_live(self, session_id: UUID, now: datetime) -> tuple[UserSession, User] | None:
        """The session with its user, unless it was revoked, has ended or the user is inactive."""
        query = (
            select(UserSession, User)
            .join(User, User.id == UserSession.user_id)
            .where(
                UserSession.id == session_id,
                UserSession.revoked_at.is_(None),
                UserSession.ends_at > now,
                User.active,
            )
        )
        row = (await self._session.execute(query)).one_or_none()
        return None if row is None else (row[0], row[1])

    async def rotate(
        self,
        session_id: UUID,
        *,
        old_hash: str,
        new_hash: str,
        expires_at: datetime,
        now: datetime,
    ) -> bool:
        """Replace the refresh token, unless it is not the newest one any more.

        One conditional statement, so that of two parallel calls exactly one succeeds.
        """
        statement = (
            update(UserSession)
            .where(
                UserSession.id == session_id,
                UserSession.refresh_hash == old_hash,
                UserSession.revoked_at.is_(None),
            )
            .values(refresh_hash=new_hash, refresh_expires_at=expires_at, updated_at=now)
            .execution_options(synchronize_session=False)
        )
        result = await self._session.execute(statement)
        return isinstance(result, CursorResult) and result.rowcount == 1

    async def revoke(self, session_id: UUID, now: datetime) -> None:
        await self._session.execute(
            update(UserSession)
            .where(UserSession.id == session_id, UserSession.revoked_at.is_(None))
            .values(revoked_at=now, updated_at=now)
            .execution_options(synchronize_session=False)
        )

    async def delete_ended(self, user_id: UUID, now: datetime) -> None:
        await self._session.execute(
            delete(UserSession)
            .where(UserSession.user_id == user_id, UserSession.ends_at <= now)
            .execution_options(synchronize_session=False)
        )

    async def revoke_all(self, user_id: UUID, now: datetime) -> None:
        await self._session.execute(
            update(UserSession)
            .where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
            .values(revoked_at=now, updated_at=now)
            .execution_options(synchronize_session=False)
        )
