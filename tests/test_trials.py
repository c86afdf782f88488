"""What a repository leaves open is tried another way only where its checks refuse something new."""

from __future__ import annotations

import pytest

from backend_agent.trials import MOST_TRIALS, list_trials
from backend_agent.values.changes import ChangeSet, Choice
from backend_agent.values.verification import Outcome, Status, Verdict, Verification

OPEN = ChangeSet(
    choices=(
        Choice(subject="decimal in JSON", taken='"12.50"', others=("12.5",)),
        Choice(subject="the path", taken="kebab", others=("camel", "snake")),
    )
)


def judged(
    verdict: Verdict = "unverified", status: Status = "failed", *, known_before: bool = False
) -> Verification:
    outcome = Outcome(
        check="tests", title="tests (pytest)", status=status, required=True,
        reason="2 of 9 tests failed", known_before=known_before,
    )  # fmt: skip
    return Verification(verdict=verdict, headline="", outcomes=(outcome,))


def test_other_ways_are_tried_one_at_a_time_and_no_more_than_a_few() -> None:
    found = list_trials(OPEN, judged())
    assert [each.title for each in found] == [
        "try 12.5 for decimal in JSON",
        "try camel for the path",
    ]
    assert len(found) == MOST_TRIALS
    assert found[0].why == "2 of 9 tests failed"


@pytest.mark.parametrize(
    "verification",
    [
        judged("verified", "passed"),
        judged("partially verified"),
        judged("unverified", "skipped"),
        judged(known_before=True),
    ],
)
def test_nothing_is_tried_where_no_check_refused_anything_new(verification: Verification) -> None:
    assert list_trials(OPEN, verification) == ()


def test_nothing_is_tried_where_nothing_is_open() -> None:
    assert list_trials(ChangeSet(), judged()) == ()
