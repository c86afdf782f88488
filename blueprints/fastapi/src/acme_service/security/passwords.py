"""Passwords: Argon2id (OWASP Password Storage); bcrypt is only verified, and replaced at login."""

from secrets import token_urlsafe

import bcrypt
from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

BCRYPT_PREFIXES = ("$2a$", "$2b$", "$2y$")
BCRYPT_MAX_BYTES = 72
MAX_PARALLEL_HASHES = 4


class Passwords:
    """Hashes in threads, few at a time: each takes the memory that makes it expensive."""

    def __init__(self, *, memory_kib: int, time_cost: int, parallelism: int) -> None:
        self._argon2 = PasswordHasher(
            memory_cost=memory_kib, time_cost=time_cost, parallelism=parallelism
        )
        self._decoy = self._argon2.hash(token_urlsafe())
        self._limiter = CapacityLimiter(MAX_PARALLEL_HASHES)

    async def hash(self, password: str) -> str:
        return await to_thread.run_sync(self._argon2.hash, password, limiter=self._limiter)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether the password is right.

        Without a hash, as for an unknown user, it takes the same time and the answer is no.
        """
        matches = await to_thread.run_sync(
            self._matches, password_hash or self._decoy, password, limiter=self._limiter
        )
        return matches and password_hash is not None

    def needs_rehash(self, password_hash: str) -> bool:
        if password_hash.startswith(BCRYPT_PREFIXES):
            return True
        return self._argon2.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str, password: str) -> bool:
        if password_hash.startswith(BCRYPT_PREFIXES):
            # The old hashes were made of the first 72 bytes; the library refuses longer input.
            return bcrypt.checkpw(password.encode()[:BCRYPT_MAX_BYTES], password_hash.encode())
        try:
            return self._argon2.verify(password_hash, password)
        except (InvalidHashError, VerificationError):
            return False
