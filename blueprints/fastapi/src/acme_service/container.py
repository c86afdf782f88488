"""What is built once per process and injected into every request."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from acme_service.database import Database
from acme_service.runtime import Clock, NewId
from acme_service.security.access_tokens import AccessTokens
from acme_service.security.passwords import Passwords
from acme_service.security.rate_limit import InProcessRateLimiter, RateLimiter
from acme_service.services.user_session import Lifetimes
from acme_service.settings import Settings

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    database: Database
    passwords: Passwords
    access_tokens: AccessTokens
    lifetimes: Lifetimes
    rate_limiter: RateLimiter
    clock: Clock
    new_id: NewId


def build_container(settings: Settings, *, clock: Clock, new_id: NewId) -> Container:
    return Container(
        database=Database(settings.database_url),
        passwords=Passwords(
            memory_kib=settings.argon2_memory_kib,
            time_cost=settings.argon2_time_cost,
            parallelism=settings.argon2_parallelism,
        ),
        access_tokens=AccessTokens(
            settings.signing_key or _ephemeral_key(),
            issuer=settings.jwt_issuer,
            audience=settings.jwt_audience,
            lifetime=settings.access_token_lifetime,
        ),
        lifetimes=Lifetimes(
            refresh_token=settings.refresh_token_lifetime,
            session=settings.session_lifetime,
        ),
        rate_limiter=InProcessRateLimiter(
            attempts=settings.auth_attempts,
            window=timedelta(seconds=settings.auth_window_seconds),
            clock=clock,
        ),
        clock=clock,
        new_id=new_id,
    )


def _ephemeral_key() -> Ed25519PrivateKey:
    log.warning("signing_key_is_ephemeral", hint="Set JWT_PRIVATE_KEY to keep tokens valid.")
    return Ed25519PrivateKey.generate()
