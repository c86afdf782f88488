"""The verdict is computed from recorded outcomes, sentence by sentence of its definition."""

from __future__ import annotations

from typing import Any

import pytest

from backend_agent.values.changes import Refusal
from backend_agent.values.verification import Counts, Finding, Outcome, Verdict
from backend_agent.verify.checks.newtests import NO_TEST, PROVES_NOTHING
from backend_agent.verify.verdict import compute_verdict


def outcome(check: str, status: str = "passed", **more: Any) -> Outcome:
    counts = Counts(examined=5, passed=5) if status == "passed" else Counts()
    return Outcome(
        **{
            "check": check,
            "title": check,
            "status": status,
            "required": True,
            "counts": counts,
            **more,
        }
    )


TESTS = outcome("test:pytest", counts=Counts(examined=71, passed=71))
BUILD = outcome("build:python")
LINT = outcome("lint:ruff")
FAILED = outcome(
    "types:mypy",
    "failed",
    reason="1 finding in 5 files",
    counts=Counts(examined=5, passed=4, failed=1),
    findings=(Finding(source="mypy", message="wrong"),),
)
NEW_TESTS = outcome("new-tests", reason="1 test fails on the tree before the change, as it should")

CASES: list[tuple[str, tuple[Outcome, ...], dict[str, Any], Verdict, str]] = [
    (
        "every required check ran to its end and nothing failed",
        (LINT, TESTS, BUILD, NEW_TESTS),
        {},
        "verified",
        "verified: 71 tests, lint, build passed",
    ),
    (
        "a check that is not required and could not run changes nothing",
        (TESTS, BUILD, outcome("image:docker", "skipped", required=False, reason="no engine")),
        {},
        "verified",
        "verified: 71 tests, build passed",
    ),
    (
        "tests that did not run are no tests, though they did not run before either",
        (outcome("test:maven", "failed", known_before=True, reason="does not compile"), BUILD),
        {},
        "unverified",
        "unverified: build passed; tests failed as before (does not compile)",
    ),
    (
        "tests that all fail, as they did before, are no tests",
        (
            outcome(
                "test:pytest",
                "failed",
                known_before=True,
                reason="9 of 9 failed",
                counts=Counts(examined=9, failed=9),
            ),
            BUILD,
        ),
        {},
        "unverified",
        "unverified: build passed; tests failed as before (9 of 9 failed)",
    ),
    (
        "a linter that could not begin before or after has looked at nothing",
        (TESTS, BUILD, outcome("lint:eslint", "failed", known_before=True, reason="no config")),
        {},
        "partially verified",
        "partially verified: 71 tests, build passed; lint failed as before (no config)",
    ),
    (
        "what failed identically before does not count",
        (
            TESTS,
            BUILD,
            outcome(
                "lint:ruff",
                "failed",
                known_before=True,
                reason="2 findings",
                counts=Counts(examined=5, passed=3, failed=2),
            ),
        ),
        {},
        "verified",
        "verified: 71 tests, build passed; lint failed as before (2 findings)",
    ),
    (
        "a required check that could not run is named with its reason",
        (TESTS, BUILD, outcome("image:docker", "skipped", reason="no container engine")),
        {},
        "partially verified",
        "partially verified: 71 tests, build passed; image build not run (no container engine)",
    ),
    (
        "checks with one reason share one part of the line",
        (
            TESTS,
            BUILD,
            outcome("lint:ruff", "skipped", reason="ruff is not installed"),
            outcome("format:ruff-format", "skipped", reason="ruff is not installed"),
        ),
        {},
        "partially verified",
        "partially verified: 71 tests, build passed; lint, format not run (ruff is not installed)",
    ),
    (
        "new behaviour without a test that fails on the baseline is at most partial",
        (TESTS, BUILD, outcome("new-tests", "skipped", reason=PROVES_NOTHING)),
        {},
        "partially verified",
        f"partially verified: 71 tests, build passed; {PROVES_NOTHING}",
    ),
    (
        "no test in a change with behaviour is at most partial",
        (TESTS, BUILD, outcome("new-tests", "skipped", reason=NO_TEST)),
        {},
        "partially verified",
        f"partially verified: 71 tests, build passed; {NO_TEST}",
    ),
    (
        "a check that ran before the last write is stale",
        (TESTS, BUILD, outcome("lint:ruff", stale=True)),
        {},
        "partially verified",
        "partially verified: 71 tests, build passed; lint ran before the last write (stale)",
    ),
    (
        "stale tests are no tests",
        (outcome("test:pytest", stale=True), BUILD),
        {},
        "unverified",
        "unverified: build passed; tests ran before the last write (stale)",
    ),
    (
        "parts that were refused keep the change from being whole",
        (TESTS, BUILD),
        {"refusals": (Refusal(subject="routes", reason="it is ambiguous"),)},
        "partially verified",
        "partially verified: 71 tests, build passed; 1 part not done (routes: it is ambiguous)",
    ),
    (
        "tests that no longer run hide something",
        (TESTS, BUILD),
        {"losses": ("tests (pytest): 2 fewer ran than before",)},
        "partially verified",
        "partially verified: 71 tests, build passed; tests (pytest): 2 fewer ran than before",
    ),
    (
        "a required check that newly failed",
        (TESTS, BUILD, FAILED),
        {},
        "unverified",
        "unverified: types failed (1 new finding); 71 tests, build passed",
    ),
    (
        "failing tests are counted",
        (outcome("test:pytest", "failed", counts=Counts(examined=71, passed=69, failed=2)), BUILD),
        {},
        "unverified",
        "unverified: 2 of 71 tests failed; build passed",
    ),
    (
        "a check that is not required but newly failed",
        (TESTS, BUILD, outcome("audit:python", "failed", required=False, reason="1 advisory")),
        {},
        "unverified",
        "unverified: dependency audit failed (1 advisory); 71 tests, build passed",
    ),
    (
        "no test ran, because the check was skipped",
        (BUILD, outcome("test:pytest", "skipped", reason="PostgreSQL is not installed")),
        {},
        "unverified",
        "unverified: build passed; tests not run (PostgreSQL is not installed)",
    ),
    (
        "no test ran, because there is none",
        (BUILD,),
        {},
        "unverified",
        "unverified: build passed; no test ran (no test command is known)",
    ),
    (
        "the run stopped",
        (TESTS, BUILD),
        {"stopped": "interrupted"},
        "unverified",
        "unverified: the run stopped (interrupted); 71 tests, build passed",
    ),
    (
        "nothing at all",
        (),
        {},
        "unverified",
        "unverified: no test ran (no test command is known)",
    ),
    (
        "skipped tests are told",
        (outcome("test:pytest", counts=Counts(examined=9, passed=9, skipped=2)), BUILD),
        {},
        "verified",
        "verified: 9 tests (2 skipped), build passed",
    ),
]


@pytest.mark.parametrize(
    ("outcomes", "more", "verdict", "headline"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_the_verdict_follows_its_definition(
    outcomes: tuple[Outcome, ...], more: dict[str, Any], verdict: Verdict, headline: str
) -> None:
    assert compute_verdict(outcomes, **more) == (verdict, headline)


def test_two_type_checkers_are_one_word() -> None:
    outcomes = (TESTS, BUILD, outcome("types:mypy"), outcome("types:ty"))
    assert compute_verdict(outcomes)[1] == "verified: 71 tests, types, build passed"


def test_tools_of_one_kind_that_disagree_are_named() -> None:
    lacking = outcome("types:ty", "skipped", reason="ty is not installed")
    assert compute_verdict((TESTS, BUILD, outcome("types:mypy"), lacking))[1] == (
        "partially verified: 71 tests, types (mypy), build passed; "
        "types (ty) not run (ty is not installed)"
    )


@pytest.mark.parametrize("status", ["failed", "skipped"])
def test_a_required_check_that_did_not_pass_is_never_verified(status: str) -> None:
    for index in range(3):
        outcomes = [TESTS, BUILD, LINT]
        outcomes[index] = outcome(outcomes[index].check, status, reason="why")
        assert compute_verdict(tuple(outcomes))[0] != "verified"
