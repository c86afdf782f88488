"""The rules for logging in, staying logged in and logging out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from acme_service.errors import InvalidAccessToken, InvalidCredentials, InvalidRefreshToken
from acme_service.models import User, UserSession
from acme_service.repositories.user import UserRepository
from acme_service.repositories.user_session import UserSessionRepository
from acme_service.runtime import Clock, NewId
from acme_service.schemas.user_session import Credentials, Tokens
from acme_service.security.access_tokens import AccessClaims, AccessTokens
from acme_service.security.passwords import Passwords
from acme_service.security.refresh_tokens import RefreshToken

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sent a request, and in which session."""

    user: User
    session_id: UUID


@dataclass(frozen=True, slots=True)
class Lifetimes:
    refresh_token: timedelta
    session: timedelta


class UserSessionService:
    def __init__(
        self,
        *,
        session: AsyncSession,
        users: UserRepository,
        user_sessions: UserSessionRepository,
        passwords: Passwords,
        access_tokens: AccessTokens,
        lifetimes: Lifetimes,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._session = session
        self._users = users
        self._user_sessions = user_sessions
        self._passwords = passwords
        self._access_tokens = access_tokens
        self._lifetimes = lifetimes
        self._clock = clock
        self._new_id = new_id

    async def log_in(self, credentials: Credentials) -> Tokens:
        password = credentials.password.get_secret_value()
        user = await self._users.get_by_email(credentials.email)
        known_hash = None if user is None else user.password_hash
        matches = await self._passwords.verify(known_hash, password)
        if user is None or not matches or not user.active:
            log.warning("login_failed", user_id=None if user is None else str(user.id))
            raise InvalidCredentials
        if self._passwords.needs_rehash(user.password_hash):
            user.password_hash = await self._passwords.hash(password)
        tokens = await self._start_session(user)
        await self._session.commit()
        log.info("logged_in", user_id=str(user.id))
        return tokens

    async def refresh(self, text: str) -> Tokens:
        """Exchange the newest refresh token of a session; any older one ends the session."""
        presented = RefreshToken.parse(text)
        now = self._clock()
        live = await self._user_sessions.get_live(presented.session_id, now)
        if live is None:
            raise InvalidRefreshToken
        user_session, user = live
        if user_session.refresh_expires_at <= now:
            raise InvalidRefreshToken
        replacement = RefreshToken.new(user_session.id)
        rotated = await self._user_sessions.rotate(
            user_session.id,
            old_hash=presented.hash,
            new_hash=replacement.hash,
            expires_at=self._refresh_expiry(now, user_session.ends_at),
            now=now,
        )
        if not rotated:
            await self._user_sessions.revoke(user_session.id, now)
            # Committed before the request fails, or the thief would keep the session.
            await self._session.commit()
            log.warning("refresh_token_reused", user_id=str(user.id))
            raise InvalidRefreshToken
        await self._session.commit()
        return self._tokens(user, replacement, now)

    async def log_out(self, identity: Identity) -> None:
        await self._user_sessions.revoke(identity.session_id, self._clock())
        await self._session.commit()

    async def identify(self, access_token: str) -> Identity:
        claims = self._access_tokens.verify(access_token)
        live = await self._user_sessions.get_live(claims.session_id, self._clock())
        if live is None or live[1].id != claims.user_id:
            raise InvalidAccessToken
        return Identity(user=live[1], session_id=claims.session_id)

    async def _start_session(self, user: User) -> Tokens:
        now = self._clock()
        await self._user_sessions.delete_ended(user.id, now)
        refresh_token = RefreshToken.new(self._new_id())
        ends_at = now + self._lifetimes.session
        self._user_sessions.add(
            UserSession(
                id=refresh_token.session_id,
                user_id=user.id,
                refresh_hash=refresh_token.hash,
                refresh_expires_at=self._refresh_expiry(now, ends_at),
                ends_at=ends_at,
                created_at=now,
                updated_at=now,
            )
        )
        return self._tokens(user, refresh_token, now)

    def _refresh_expiry(self, now: datetime, ends_at: datetime) -> datetime:
        return min(now + self._lifetimes.refresh_token, ends_at)

    def _tokens(self, user: User, refresh_token: RefreshToken, now: datetime) -> Tokens:
        claims = AccessClaims(user_id=user.id, session_id=refresh_token.session_id)
        return Tokens(
            access_token=self._access_tokens.issue(claims, now),
            refresh_token=str(refresh_token),
            expires_in=int(self._access_tokens.lifetime.total_seconds()),
        )
