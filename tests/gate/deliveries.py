"""Deliveries as a verification gives them: green, red in a chosen way, or not judged."""

from __future__ import annotations

from pathlib import Path

from backend_agent.values.changes import ChangeSet
from backend_agent.values.delivery import Delivery
from backend_agent.values.run import RunOptions
from backend_agent.values.stack import Stack
from backend_agent.values.verification import Counts, Finding, Outcome, Verdict, Verification

PASSED = Outcome(
    check="test:pytest",
    title="tests",
    status="passed",
    required=True,
    counts=Counts(examined=3, passed=3),
)
LATE = Outcome(check="build", title="build", status="skipped", required=True, reason="deadline")


def fail(*messages: str, check: str = "test:pytest", path: str = "tests/test_a.py") -> Outcome:
    """A failed check with a finding for each message."""
    findings = tuple(
        Finding(source=check, message=message, path=path, line=7) for message in messages
    )
    return Outcome(
        check=check,
        title=check.partition(":")[0],
        status="failed",
        required=True,
        reason=f"{len(messages)} failed",
        findings=findings,
        log="logs/test-pytest.log",
    )


def deliver(verdict: Verdict, *outcomes: Outcome) -> Delivery:
    headline = f"{verdict}: {len(outcomes)} checks"
    return Delivery(
        run="",
        title="verify",
        verdict=verdict,
        headline=headline,
        stack=Stack(components=(), files=0),
        plan=None,
        changes=ChangeSet(),
        verification=Verification(verdict=verdict, headline=headline, outcomes=outcomes),
        version="0",
    )


class Judge:
    """Answers with the deliveries in turn, the last one for ever, and keeps what it was asked."""

    def __init__(self, *deliveries: Delivery) -> None:
        self._left = list(deliveries)
        self.asked: list[RunOptions] = []

    def __call__(self, _path: Path, options: RunOptions) -> tuple[Delivery, Path]:
        self.asked.append(options)
        found = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        return found, Path("/runs/one")
