"""Time can be asked, and stood still in tests."""

from __future__ import annotations

import re

from backend_agent.world.clock import FixedClock, SystemClock


def test_the_system_clock_answers_in_utc_with_whole_seconds() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", SystemClock().now())


def test_the_system_clock_never_runs_back() -> None:
    clock = SystemClock()
    first = clock.elapsed()
    assert clock.elapsed() >= first


def test_a_fixed_clock_moves_only_when_it_is_moved() -> None:
    clock = FixedClock("2025-03-01T23:59:30Z")
    assert clock.now() == clock.now() == "2025-03-01T23:59:30Z"
    clock.move(45)
    assert clock.now() == "2025-03-02T00:00:15Z"
    assert clock.elapsed() == 45
