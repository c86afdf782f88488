"""Refresh tokens: the session's id and a random secret, of which only a hash is stored."""

from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from acme_service.errors import InvalidRefreshToken

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class RefreshToken:
    session_id: UUID
    secret: str

    @classmethod
    def new(cls, session_id: UUID) -> "RefreshToken":
        return cls(session_id, token_urlsafe(SECRET_BYTES))

    @classmethod
    def parse(cls, text: str) -> "RefreshToken":
        session_id, _, secret = text.partition(".")
        try:
            return cls(UUID(session_id), secret)
        except ValueError:
            raise InvalidRefreshToken from None

    def __str__(self) -> str:
        return f"{self.session_id}.{self.secret}"

    @property
    def hash(self) -> str:
        # A fast hash is enough here: 256 random bits cannot be guessed.
        return sha256(self.secret.encode()).hexdigest()
