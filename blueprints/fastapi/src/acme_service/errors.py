"""The operational errors: expected trouble that a client can understand and act on.

Every other exception is a programmer's error; it becomes a 500 and is logged with its trace.
"""

import logging
from math import ceil
from typing import ClassVar


class OperationalError(Exception):
    status: ClassVar[int]
    slug: ClassVar[str | None] = None
    title: ClassVar[str | None] = None
    level: ClassVar[int] = logging.INFO

    def __init__(self, detail: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}


class NotFound(OperationalError):
    status = 404

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no such {kind}.")


class Forbidden(OperationalError):
    status = 403
    level = logging.WARNING

    def __init__(self) -> None:
        super().__init__("Your role does not allow this.")


class InvalidCursor(OperationalError):
    status = 400
    slug = "invalid-cursor"
    title = "Invalid cursor"

    def __init__(self) -> None:
        super().__init__("The cursor is damaged. Start again without one.")


class Unauthenticated(OperationalError):
    status = 401
    level = logging.WARNING

    def __init__(self, detail: str, *, challenge: str = "Bearer") -> None:
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class MissingAccessToken(Unauthenticated):
    level = logging.INFO

    def __init__(self) -> None:
        super().__init__("Send an access token in the Authorization header.")


class InvalidAccessToken(Unauthenticated):
    slug = "invalid-access-token"
    title = "Invalid access token"

    def __init__(self) -> None:
        super().__init__(
            "The access token is not valid, or no longer.",
            challenge='Bearer error="invalid_token"',
        )


class InvalidCredentials(Unauthenticated):
    slug = "invalid-credentials"
    title = "Invalid credentials"

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class InvalidRefreshToken(Unauthenticated):
    slug = "invalid-refresh-token"
    title = "Invalid refresh token"

    def __init__(self) -> None:
        super().__init__("The refresh token is not valid, or no longer. Log in again.")


class TooManyAttempts(OperationalError):
    status = 429
    slug = "too-many-attempts"
    title = "Too many attempts"
    level = logging.WARNING

    def __init__(self, retry_after_seconds: float) -> None:
        super().__init__(
            "Too many attempts. Wait before you try again.",
            headers={"Retry-After": str(ceil(retry_after_seconds))},
        )


class Unavailable(OperationalError):
    status = 503
    level = logging.WARNING

    def __init__(self, detail: str = "The database does not answer. Try again soon.") -> None:
        super().__init__(detail, headers={"Retry-After": "5"})
