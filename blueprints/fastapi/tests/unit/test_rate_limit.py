"""The sliding window."""

from datetime import timedelta

import pytest

from acme_service.errors import TooManyAttempts
from acme_service.security.rate_limit import InProcessRateLimiter
from tests.conftest import FakeClock


@pytest.fixture
def limiter(clock: FakeClock) -> InProcessRateLimiter:
    return InProcessRateLimiter(attempts=2, window=timedelta(seconds=60), clock=clock)


async def test_window_slides(limiter: InProcessRateLimiter, clock: FakeClock) -> None:
    await limiter.count("a")
    clock.advance(timedelta(seconds=40))
    await limiter.count("a")

    with pytest.raises(TooManyAttempts) as refused:
        await limiter.count("a")
    assert refused.value.headers == {"Retry-After": "20"}

    clock.advance(timedelta(seconds=20))
    await limiter.count("a")
    with pytest.raises(TooManyAttempts):
        await limiter.count("a")


async def test_keys_are_independent(limiter: InProcessRateLimiter) -> None:
    for key in ("a", "b", "a", "b"):
        await limiter.count(key)


async def test_idle_keys_are_forgotten(limiter: InProcessRateLimiter, clock: FakeClock) -> None:
    for number in range(1000):
        await limiter.count(f"client {number}")
    clock.advance(timedelta(seconds=60))

    await limiter.count("another client")

    assert len(limiter) == 1
