"""What tests of durability share: a nursery of children to kill, and a run for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durable.nursery import ChaosRun, Nursery, open_nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with open_nursery() as opened:
        yield opened


@pytest.fixture
def chaos(nursery: Nursery, tmp_path: Path) -> ChaosRun:
    return ChaosRun(nursery, tmp_path)
