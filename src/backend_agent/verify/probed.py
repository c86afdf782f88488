"""Asks the changed service what it does; only what the one before the change did better is new."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from backend_agent.values.application import Application
from backend_agent.values.errors import BackendAgentError
from backend_agent.values.event import Event, OnEvent
from backend_agent.values.probe import Answered, ProbeReport, Tier
from backend_agent.values.verification import Counts, Finding, Outcome
from backend_agent.verify.before import Before
from backend_agent.verify.checks.planned import TITLES, PlannedCheck
from backend_agent.verify.checks.run import LOGS, STATES, Bench
from backend_agent.verify.service import NO_START, Place, Wish, ask_component
from backend_agent.world.clock import Clock
from backend_agent.world.files import ensure_folder, hash_bytes, write_atomic
from backend_agent.world.tree import Tree

CHECK = "probe"
START_LIMIT = 20.0
LIMIT = 15.0
# Asked where only the start itself is in question.
ANY = ("E01",)
TIERS: tuple[Tier, ...] = ("must", "should", "house")
MOST_SHOWN = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """`answers` by the id of the question; none where nothing could be asked."""

    outcome: Outcome
    answers: Mapping[str, Answered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The service after the change, the one before it (None: there is none) with its files; `resources`
    are paths that the change adds, asked about in preference; `bench` has the run's folder."""

    place: Place
    bench: Bench
    before: Before | None
    tree_before: Tree | None
    clock: Clock
    application_before: Application | None = None
    resources: tuple[str, ...] = ()


def leave_probe(reason: str) -> Probed:
    return Probed(outcome=_blank("skipped", reason))


def probe_change(subject: Subject, on_event: OnEvent) -> Probed:
    """Passed, where no question of tier must fails that held before; skipped with the reason, where the
    service does not start and did not before, or where the one before could not be asked."""
    begun = subject.clock.elapsed()
    on_event(Event(phase="verify", step=CHECK, state="started"))
    report = _ask(subject, subject.place, ())
    outcome = _judge_start(subject, report) if report.blocked else _judge(subject, report)
    outcome = replace(outcome, duration=subject.clock.elapsed() - begun)
    if report.answers:
        log = f"{LOGS}/{CHECK}.log"
        text = _tell_all(report).encode()
        ensure_folder(subject.bench.folder / LOGS)
        write_atomic(subject.bench.folder / log, text)
        outcome = replace(outcome, log=log, log_sha256=hash_bytes(text))
    on_event(Event(phase="verify", step=CHECK, state=STATES[outcome.status], detail=outcome.reason))
    return Probed(outcome=outcome, answers={each.check: each for each in report.answers})


def _ask(subject: Subject, place: Place, only: tuple[str, ...]) -> ProbeReport:
    wish = Wish(
        target=place.component.name,
        clock=subject.clock,
        only=only,
        resources=subject.resources,
        start_limit=START_LIMIT,
        limit=LIMIT,
    )
    return ask_component(place, wish)


def _judge_start(subject: Subject, report: ProbeReport) -> Outcome:
    """That it does not start is only the change's fault where it did before."""
    reason = report.blocked
    if subject.before is None or reason.endswith(NO_START) or "it ended with" not in reason:
        return _blank("skipped", f"not checked: {reason}")
    earlier = _recall(subject, ANY)
    if (
        earlier is None
        or earlier.status != "passed"
        or not _ask(subject, subject.place, ANY).blocked
    ):
        return _blank("skipped", f"not checked: {reason}")
    return replace(
        _blank("failed", f"{reason}; before the change it starts"), counts=Counts(failed=1)
    )


def _judge(subject: Subject, report: ProbeReport) -> Outcome:
    musts = tuple(each.check for each in report.of("fail") if each.tier == "must")
    earlier = _recall(subject, musts) if musts and subject.before else None
    if musts and subject.before and (earlier is None or earlier.status != "passed"):
        # Without the answers of the service before the change nothing can be called new.
        why = f" ({earlier.reason})" if earlier and earlier.reason else ""
        text = f"the service before the change could not be asked{why}; now {_tell_counts(report)}"
        return _blank("skipped", f"not checked: {text}")
    told = earlier.findings if earlier else ()
    known = {finding.source for finding in told if finding.severity == "error"}
    # What nothing could be asked about before (there was no number to send) was not better before.
    unasked = {finding.source for finding in told} - known
    new = tuple(each for each in musts if f"{CHECK}:{each}" not in known | unasked)
    again = _ask(subject, subject.place, new) if new else None
    # A fault of the change comes again; what does not is told, and decides nothing.
    passing = {each.check for each in again.of("pass")} if again and not again.blocked else set()
    findings = tuple(
        _find(
            each,
            known=f"{CHECK}:{each.check}" in known,
            again=each.check not in passing,
            asked_before=f"{CHECK}:{each.check}" not in unasked,
        )
        for each in report.of("fail")
    )
    findings = tuple(
        sorted(findings, key=lambda each: (each.severity != "error", each.known_before))
    )
    errors = [finding for finding in findings if finding.severity == "error"]
    asked = sum(each.tier == "must" and each.ruling in ("pass", "fail") for each in report.answers)
    if not asked:
        return _blank("skipped", "not checked: none of the questions could be asked")
    counts = Counts(
        examined=asked,
        passed=asked - len(musts),
        failed=len(errors),
        skipped=len(report.of("na")) + len(report.of("unknown")),
        warnings=len(findings) - len(errors),
    )
    only_known = bool(errors) and all(finding.known_before for finding in errors)
    first = sum(f"{CHECK}:{each}" in unasked for each in musts)
    reason = _tell_counts(report)
    reason += f"; {first} that fail could not be asked before the change" if first else ""
    reason += " (as before the change)" if only_known else ""
    blank = _blank("failed" if errors else "passed", reason)
    return replace(blank, counts=counts, findings=findings, known_before=only_known)


def _recall(subject: Subject, only: tuple[str, ...]) -> Outcome | None:
    """What the service before the change answers to these questions, kept for the next time."""
    before, tree = subject.before, subject.tree_before
    if before is None or tree is None:
        return None

    def ask(bench: Bench) -> Outcome:
        place = replace(
            subject.place,
            root=bench.worktree,
            tree=tree,
            runner=bench.runner,
            folder=ensure_folder(bench.folder / "door" / "before"),
            environment=bench.environment,
            application=subject.application_before,
        )
        report = _ask(subject, place, only)
        if report.blocked:
            return _blank("skipped", report.blocked)
        found = tuple(_find(each, known=False, again=True) for each in report.of("fail"))
        answered = {each.check for each in (*report.of("fail"), *report.of("pass"))}
        left = tuple(
            Finding(source=f"{CHECK}:{each}", message="could not be asked", severity="warning")
            for each in only
            if each not in answered
        )
        return replace(_blank("passed", ""), findings=(*found, *left))

    asked = hash_bytes(" ".join(("2", *sorted(only))).encode())[:16]
    named = PlannedCheck(check=f"{CHECK}-{asked}", kind=CHECK, technology="", title=TITLES[CHECK])
    with suppress(BackendAgentError):
        return before.recall(named, ask)
    return None


def _find(answer: Answered, *, known: bool, again: bool, asked_before: bool = True) -> Finding:
    note = "" if again else " (once; asked again it holds)"
    note += "" if asked_before else " (it could not be asked before the change)"
    return Finding(
        source=f"{CHECK}:{answer.check}",
        message=f"{answer.title}: {answer.reason}{note}",
        severity="error" if answer.tier == "must" and again and asked_before else "warning",
        known_before=known,
    )


def _tell_counts(report: ProbeReport) -> str:
    """`66 of 66 must, 33 of 46 should, 14 of 16 house hold; 40 not applicable or unknown`."""
    parts = []
    for tier in TIERS:
        mine = [each.ruling for each in report.answers if each.tier == tier]
        good, bad = mine.count("pass"), mine.count("fail")
        parts += [f"{good} of {good + bad} {tier}"] if good + bad else []
    rest = len(report.of("na")) + len(report.of("unknown"))
    return f"{', '.join(parts)} hold; {rest} not applicable or unknown"


def _tell_all(report: ProbeReport) -> str:
    """Every answer in a line, those that failed with the bytes that show it."""
    lines = [*report.notes, *(f"{name}: {value}" for name, value in report.surface.found), ""]
    for each in report.answers:
        lines.append(f"{each.ruling:8}{each.tier:7}{each.check}  {each.title}: {each.reason}")
        for exchange in each.exchanges[:2] if each.ruling == "fail" else ():
            for mark, data in ((">", exchange.sent), ("<", exchange.received)):
                text = data[:MOST_SHOWN].decode("utf-8", "replace")
                lines += [f"    {mark} {line}" for line in text.splitlines()]
    return "\n".join(lines) + "\n"


def _blank(status: str, reason: str) -> Outcome:
    return Outcome(
        check=CHECK,
        title=TITLES[CHECK],
        status=status,  # type: ignore[arg-type]
        required=False,
        reason=reason,
    )
