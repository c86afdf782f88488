"""What a report may claim: the recorded verdict, or less when the recorded outcomes say less."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.verification import Outcome, Verdict, Verification

ORDER: tuple[Verdict, ...] = ("unverified", "partially verified", "verified")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The verdict and the first line of every report; the line begins with the verdict."""

    verdict: Verdict
    headline: str


def settle_claim(verdict: Verdict, headline: str, verification: Verification) -> Claim:
    """The weakest of the verdict given, the one recorded, and what the outcomes allow.

    A contradiction can only be our own fault; the report then says less, and why.
    """
    allowed, reason = _allowed_by(verification)
    settled = min(verdict, verification.verdict, allowed, key=ORDER.index)
    if settled == verdict:
        return Claim(verdict=settled, headline=_begin_with(settled, headline))
    if settled != allowed:
        reason = f"the checks were judged {verification.verdict!r}"
    return Claim(verdict=settled, headline=f"{settled}: {verdict!r} is not held, because {reason}")


def _begin_with(verdict: Verdict, headline: str) -> str:
    line = " ".join(headline.split())
    rest = line.removeprefix(verdict)
    if rest != line and not rest[:1].isalpha():
        return line
    # A line that opens with another verdict is never shown in front.
    for other in ORDER:
        if line.startswith(other):
            line = line.removeprefix(other).lstrip(": ")
    return f"{verdict}: {line}" if line else verdict


def _allowed_by(verification: Verification) -> tuple[Verdict, str]:
    """The best verdict that the outcomes allow, and what stands against a better one."""
    if not verification.outcomes:
        return "unverified", "no check ran"
    failed = next((each for each in verification.outcomes if each.fails_newly), None)
    if failed:
        return "unverified", f"{failed.title} failed"
    for outcome in verification.outcomes:
        if outcome.required and (gap := _gap(outcome)):
            return "partially verified", gap
    if verification.routes and not verification.routes.exact:
        return "partially verified", "the routes differ from the planned ones"
    return "verified", ""


def _gap(outcome: Outcome) -> str:
    if outcome.status == "skipped":
        return f"{outcome.title} did not run ({outcome.reason or 'no reason was recorded'})"
    if outcome.stale:
        return f"{outcome.title} ran before the last write"
    return "" if outcome.ran else f"{outcome.title} examined nothing"
