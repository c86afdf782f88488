"""The verdict: computed from recorded outcomes alone, with a headline that names what ran."""

from __future__ import annotations

from backend_agent.values.changes import Refusal
from backend_agent.values.verification import Counts, Outcome, Verdict
from backend_agent.verify.checks.newtests import NO_TEST, PROVES_NOTHING
from backend_agent.verify.checks.planned import kind_of

# How a check is named in the headline, by kind.
WORDS = {
    "format": "format",
    "lint": "lint",
    "types": "types",
    "test": "tests",
    "migrate": "migrations",
    "drift": "no drift",
    "build": "build",
    "image": "image build",
    "audit": "dependency audit",
    "routes": "routes",
    "probe": "probe",
    "review": "self-review",
    "new-tests": "new tests",
    "plan": "plan",
}
# Told first to last; what is not listed comes at the end.
ORDER = tuple(WORDS)
# These have a sentence of their own or are no tool that ran.
NO_PROOF = (NO_TEST, PROVES_NOTHING)
QUIET = frozenset(("new-tests", "drift", "routes", "review"))


def compute_verdict(
    outcomes: tuple[Outcome, ...],
    *,
    refusals: tuple[Refusal, ...] = (),
    losses: tuple[str, ...] = (),
    stopped: str = "",
) -> tuple[Verdict, str]:
    """The verdict and the report's first line.

    `stopped` says why the run ended early; `losses` what ran before the change and does not now
    (tests newly skipped or gone); `refusals` are parts that were not done.
    """
    failing = tuple(each for each in outcomes if each.fails_newly)
    lacking = tuple(
        each for each in outcomes if each.required and not each.fails_newly and not each.ran
    )
    # Tests of which none passes, before the change or after it, cannot see what it broke.
    tested = any(
        kind_of(each.check) == "test" and each.ran and each.counts.passed for each in outcomes
    )
    if stopped or failing or not tested:
        verdict: Verdict = "unverified"
    elif lacking or losses or refusals:
        verdict = "partially verified"
    else:
        verdict = "verified"
    return verdict, f"{verdict}: {_tell(outcomes, failing, lacking, losses, refusals, stopped)}"


def _tell(
    outcomes: tuple[Outcome, ...],
    failing: tuple[Outcome, ...],
    lacking: tuple[Outcome, ...],
    losses: tuple[str, ...],
    refusals: tuple[Refusal, ...],
    stopped: str,
) -> str:
    name = _Names(outcomes)
    parts = [f"the run stopped ({stopped})"] if stopped else []
    parts += [_tell_failure(each, name) for each in failing]
    passed = name.passed()
    parts += [f"{', '.join(passed)} passed"] if passed else []
    parts += [
        f"{name(each)} failed as before ({_short(each)})"
        for each in outcomes
        if each.status == "failed" and each.known_before
    ]
    parts += _tell_lacks(
        tuple(each for each in lacking if each.stale or each.status != "failed"), name
    )
    if not any(kind_of(each.check) == "test" for each in outcomes):
        parts.append("no test ran (no test command is known)")
    parts += list(losses)
    if refusals:
        noun = "part" if len(refusals) == 1 else "parts"
        parts.append(
            f"{len(refusals)} {noun} not done ({refusals[0].subject}: {refusals[0].reason})"
        )
    return "; ".join(parts)


class _Names:
    """Words for outcomes: the kind alone, with the tool where tools of one kind disagree."""

    def __init__(self, outcomes: tuple[Outcome, ...]) -> None:
        self._outcomes = outcomes

    def __call__(self, outcome: Outcome) -> str:
        kind, _, tool = outcome.check.partition(":")
        word = "models and migrations" if kind == "drift" else WORDS.get(kind, kind)
        states = {_state(each) for each in self._outcomes if kind_of(each.check) == kind}
        if kind == "probe" and outcome.status == "passed":
            return f"{word} ({outcome.counts.passed} must)"
        return f"{word} ({tool})" if tool and len(states) > 1 else word

    def passed(self) -> tuple[str, ...]:
        """What passed, in order, each word once, tests with their number."""
        passed = [each for each in self._outcomes if _state(each) == "passed"]
        loud = [each for each in passed if kind_of(each.check) not in QUIET]
        tests = [each.counts for each in loud if kind_of(each.check) == "test"]
        words = [_count_tests(tests)] if tests else []
        rest = [each for each in loud if kind_of(each.check) != "test"]
        rest.sort(key=lambda each: ORDER.index(kind_of(each.check)))
        return tuple(dict.fromkeys((*words, *(self(each) for each in rest))))


def _state(outcome: Outcome) -> str:
    return "stale" if outcome.stale else outcome.status


def _count_tests(tests: list[Counts]) -> str:
    number = sum(each.passed for each in tests)
    skipped = sum(each.skipped for each in tests)
    noun = "test" if number == 1 else "tests"
    return f"{number} {noun}" + (f" ({skipped} skipped)" if skipped else "")


def _tell_failure(outcome: Outcome, name: _Names) -> str:
    new = len(outcome.new_findings)
    if kind_of(outcome.check) == "test" and outcome.counts.failed:
        counts = outcome.counts
        return f"{counts.failed} of {counts.examined} tests failed"
    if new:
        noun = "finding" if new == 1 else "findings"
        return f"{name(outcome)} failed ({new} new {noun})"
    return f"{name(outcome)} failed ({_short(outcome)})"


def _tell_lacks(lacking: tuple[Outcome, ...], name: _Names) -> list[str]:
    """One part for each reason: "format, lint not run (no environment)"."""
    parts: dict[str, list[str]] = {}
    for outcome in lacking:
        if outcome.stale:
            key = "ran before the last write (stale)"
        elif outcome.reason in NO_PROOF:
            key = outcome.reason
        else:
            key = f"not run ({_short(outcome)})"
        parts.setdefault(key, []).append("" if key in NO_PROOF else name(outcome))
    return [f"{', '.join(dict.fromkeys(words))} {key}".strip() for key, words in parts.items()]


def _short(outcome: Outcome) -> str:
    reason = outcome.reason.removeprefix("not checked: ") or "no reason was recorded"
    return reason.removesuffix(" (as before the change)")[:160]
