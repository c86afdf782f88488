"""Rate limits: a sliding window per key."""

from collections import deque
from datetime import datetime, timedelta
from typing import Protocol

from acme_service.errors import TooManyAttempts
from acme_service.runtime import Clock


class RateLimiter(Protocol):
    async def count(self, key: str) -> None:
        """Count one attempt, or raise TooManyAttempts."""


class InProcessRateLimiter:
    """Counts within this process only: with n processes a client has n times the attempts,
    and a restart forgets them. Give the service a shared limiter before running many."""

    def __init__(self, *, attempts: int, window: timedelta, clock: Clock) -> None:
        self._attempts = attempts
        self._window = window
        self._clock = clock
        self._hits: dict[str, deque[datetime]] = {}
        self._next_sweep = clock() + window

    def __len__(self) -> int:
        return len(self._hits)

    async def count(self, key: str) -> None:
        now = self._clock()
        self._sweep(now)
        hits = self._hits.setdefault(key, deque(maxlen=self._attempts))
        if len(hits) == self._attempts and hits[0] > now - self._window:
            raise TooManyAttempts((hits[0] + self._window - now).total_seconds())
        hits.append(now)

    def _sweep(self, now: datetime) -> None:
        """Forget idle keys once per window, so that memory follows the traffic."""
        if now < self._next_sweep:
            return
        start = now - self._window
        self._hits = {key: hits for key, hits in self._hits.items() if hits[-1] > start}
        self._next_sweep = now + self._window
