"""No report claims more than what was recorded, whatever it was handed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from backend_agent.deliver.html import render_html
from backend_agent.deliver.json_report import render_json
from backend_agent.deliver.markdown import render_markdown
from backend_agent.deliver.summary import summary_text
from backend_agent.values.delivery import Delivery
from backend_agent.values.verification import Counts, Outcome, RouteDelta, Status, Verdict
from tests.deliver.sample import ROUTES, sample_delivery, sample_verification

VERDICTS: tuple[Verdict, ...] = ("verified", "partially verified", "unverified")
STATUSES: tuple[Status, ...] = ("passed", "failed", "skipped")


def _as_html(delivery: Delivery) -> str:
    return render_html(delivery, mask=lambda text: text)


RENDERERS: tuple[Callable[[Delivery], str], ...] = (
    render_markdown,
    render_json,
    _as_html,
    summary_text,
)


def _delivery(verdict: Verdict, outcomes: tuple[Outcome, ...]) -> Delivery:
    """As a careless caller would build it: the verdict written on it, whatever the outcomes say."""
    headline = f"{verdict}: 71 tests passed"
    verification = sample_verification(verdict, headline, outcomes)
    return replace(sample_delivery(), verdict=verdict, headline=headline, verification=verification)


def _outcome(
    status: Status, *, required: bool, known_before: bool, stale: bool, examined: int = 1
) -> Outcome:
    return Outcome(
        check="test", title="tests", status=status, required=required,
        known_before=known_before, stale=stale, counts=Counts(examined=examined),
    )  # fmt: skip


def _best_allowed(outcome: Outcome) -> int:
    """The strongest verdict (2 verified, 1 partially, 0 not) by the design's own words."""
    if outcome.status == "failed" and not outcome.known_before:
        return 0
    nothing = outcome.status == "skipped" or outcome.stale or not outcome.counts.examined
    if outcome.required and nothing:
        return 1
    return 2


@pytest.mark.parametrize("render", RENDERERS, ids=("markdown", "json", "html", "summary"))
def test_no_combination_renders_more_than_its_outcomes_allow(
    render: Callable[[Delivery], str],
) -> None:
    good = _outcome("passed", required=True, known_before=False, stale=False)
    flags = (False, True)
    kinds = product(VERDICTS, STATUSES, flags, flags, flags, (0, 1))
    for verdict, status, required, known, stale, examined in kinds:
        outcome = _outcome(
            status, required=required, known_before=known, stale=stale, examined=examined
        )
        text = render(_delivery(verdict, (good, outcome)))
        given = 2 - VERDICTS.index(verdict)
        expected = VERDICTS[2 - min(given, _best_allowed(outcome))]
        assert _first_words(text) == expected, (verdict, outcome)


def _first_words(text: str) -> str:
    """The verdict that a reader meets first, in any of the four forms."""
    places = {verdict: text.find(verdict) for verdict in VERDICTS}
    # `verified` is also inside the two others, so the longest at the earliest place counts.
    found = [(place, -len(verdict), verdict) for verdict, place in places.items() if place >= 0]
    earliest = min(found)[0]
    around = [each for each in found if abs(each[0] - earliest) <= len("partially ")]
    return min(around, key=lambda each: each[1])[2]


@pytest.mark.parametrize("render", RENDERERS, ids=("markdown", "json", "html", "summary"))
def test_a_run_without_any_check_is_unverified(render: Callable[[Delivery], str]) -> None:
    assert _first_words(render(_delivery("verified", ()))) == "unverified"


def test_routes_that_differ_from_the_planned_ones_are_never_verified() -> None:
    outcomes = (_outcome("passed", required=True, known_before=False, stale=False),)
    delivery = _delivery("verified", outcomes)
    routes = RouteDelta(added=ROUTES, unplanned=ROUTES[:1])
    bad = replace(delivery, verification=replace(delivery.verification, routes=routes))
    assert summary_text(bad).startswith(
        "partially verified: 'verified' is not held, because the routes differ"
    )


def test_a_headline_that_opens_with_another_verdict_loses_it() -> None:
    outcomes = (_outcome("failed", required=True, known_before=False, stale=False),)
    delivery = replace(
        sample_delivery(),
        verdict="unverified",
        headline="verified: everything",
        verification=sample_verification("unverified", "", outcomes),
    )
    assert summary_text(delivery).splitlines()[0] == "unverified: everything"


def test_the_first_line_of_every_form_is_the_recorded_headline() -> None:
    delivery = sample_delivery()
    headline = delivery.verification.headline
    assert render_markdown(delivery).splitlines()[0] == f"# {headline}"
    assert summary_text(delivery).splitlines()[0] == headline
    assert f"<title>{headline}</title>" in _as_html(delivery)
