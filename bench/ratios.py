"""Ratios in one run, so that a slow machine slows both sides alike: pairs of whole processes."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Median, minimum and maximum over pairs of A's wall time by B's."""

    median: float
    least: float
    most: float
    pairs: int

    def __str__(self) -> str:
        return f"{self.median:.2f} (min {self.least:.2f}, max {self.most:.2f}, {self.pairs} pairs)"


def compare_commands(
    ours: Sequence[str], other: Sequence[str], *, cwd: Path, pairs: int = 15
) -> Ratio:
    """Run A and B in turn after one warm-up of each; the ratio is taken pair by pair."""
    run_once(ours, cwd)
    run_once(other, cwd)
    ratios = [run_once(ours, cwd) / run_once(other, cwd) for _ in range(pairs)]
    return Ratio(median=statistics.median(ratios), least=min(ratios), most=max(ratios), pairs=pairs)


def run_once(argv: Sequence[str], cwd: Path) -> float:
    """Wall seconds of one run; its output is thrown away."""
    start = time.perf_counter()
    subprocess.run(argv, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - start
