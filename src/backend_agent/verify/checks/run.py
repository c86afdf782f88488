"""Runs planned checks: independent ones side by side, those that share a database one by one."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from backend_agent.values.errors import BackendAgentError, InputError
from backend_agent.values.event import Event, OnEvent
from backend_agent.values.process import Completed, Invocation
from backend_agent.values.verification import Counts, Outcome, Status
from backend_agent.verify.checks.excerpt import explain_output, place_findings
from backend_agent.verify.checks.planned import CheckStep, PlannedCheck, kind_of
from backend_agent.verify.checks.readers import Reading, find_reader
from backend_agent.world.deadline import DEADLINE
from backend_agent.world.files import ensure_folder, read_file
from backend_agent.world.process import Runner, find_program

LOGS = "logs"
STATES: dict[Status, Literal["finished", "failed", "skipped"]] = {
    "passed": "finished",
    "failed": "failed",
    "skipped": "skipped",
}
# Kinds that must count what they examined; of a build the exit code is the whole truth.
UNCOUNTED = frozenset(("tests", "lint", "types", "format"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where checks run. `worktree` is the root on disk; `folder` is the run's (logs go below it);
    `environment`, `online`, `programs`, `unserved` and `missing` are as in Ground; `prefix` names
    a second set of logs; `fail_fast` = red touched tests end their check."""

    worktree: Path
    runner: Runner
    folder: Path
    environment: tuple[tuple[str, str], ...] = ()
    online: tuple[tuple[str, str], ...] = ()
    programs: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    prefix: str = ""
    fail_fast: bool = False


def run_checks(
    checks: tuple[PlannedCheck, ...], bench: Bench, on_event: OnEvent
) -> tuple[Outcome, ...]:
    """One outcome for each check, in their order. A check that cannot run is skipped with the reason."""
    ensure_folder(bench.folder / LOGS)
    alone = [check for check in checks if check.exclusive]
    done: dict[str, Outcome] = {}

    def run(check: PlannedCheck) -> None:
        done[check.check] = run_check(check, bench, on_event)

    def run_alone() -> None:
        for check in alone:
            run(check)

    with ThreadPoolExecutor(max_workers=max(os.cpu_count() or 1, 1)) as pool:
        jobs: list[Callable[[], None]] = [run_alone] if alone else []
        jobs += [partial(run, check) for check in checks if not check.exclusive]
        for future in [pool.submit(job) for job in jobs]:
            future.result()
    return tuple(done[check.check] for check in checks)


def run_check(check: PlannedCheck, bench: Bench, on_event: OnEvent) -> Outcome:
    """Run one check to its end; it is never raised out of, whatever the tool does."""
    name = f"{bench.prefix}{check.check}"
    on_event(Event(phase="verify", step=name, state="started"))
    try:
        outcome = _run_check(check, bench)
    except BackendAgentError as error:
        outcome = _blank(check, "skipped", f"could not be run: {error.message}")
    if bench.unserved and check.exclusive and outcome.status == "failed":
        # Tests that need no service pass without it; red ones say nothing about the change.
        reason = f"{bench.unserved[0]} ({outcome.reason} without it)"
        outcome = replace(outcome, status="skipped", reason=reason, findings=())
    detail = outcome.reason or f"{outcome.counts.examined} examined"
    on_event(Event(phase="verify", step=name, state=STATES[outcome.status], detail=detail))
    return outcome


def _run_check(check: PlannedCheck, bench: Bench) -> Outcome:
    reason = check.skip or _find_obstacle(check, bench)
    if reason:
        return _blank(check, "skipped", reason)
    status: Status
    total = _blank(check, "passed", "")
    counted: list[Reading] = []
    for number, step in enumerate(_list_steps(check, bench)):
        completed, report = _run_step(check, step, number, bench)
        reading = find_reader(step.reader)(completed, report)
        reading = replace(
            reading, findings=place_findings(reading.findings, check.cwd, bench.worktree)
        )
        if step.counted:
            counted.append(reading)
        total = _with_step(total, completed, bench)
        trouble = _judge_step(step, completed, reading)
        if trouble is None:
            continue
        status, reason = trouble
        if not step.counted and reading.unit == "tests":
            # The touched tests come once more with the whole suite, which has the last word.
            if status != "failed":
                continue
            counted.append(reading)
        findings = tuple(finding for each in counted for finding in each.findings)
        return replace(
            total,
            status=status,
            reason=reason if step.counted else f"{step.label}: {reason}",
            counts=add_counts(counted),
            findings=findings,
            excerpt=explain_output(completed, findings) if status == "failed" else "",
        )
    findings = tuple(finding for each in counted for finding in each.findings)
    return replace(total, counts=add_counts(counted), findings=findings)


def _list_steps(check: PlannedCheck, bench: Bench) -> tuple[CheckStep, ...]:
    """Touched tests alone come first where red ones end the check; else the whole suite holds them."""
    return tuple(
        step for step in check.steps if step.here and (bench.fail_fast or not step.only_early)
    )


def _judge_step(
    step: CheckStep, completed: Completed, reading: Reading
) -> tuple[Status, str] | None:
    """None where the step holds; else the check's status and why. An exit code of 0 is not enough:
    the reader must have counted something and found no fault."""
    if completed.stopped == "missing program":
        return "skipped", f"{step.argv[0]} is not installed"
    if completed.stopped.startswith(("refused", DEADLINE)):
        return "skipped", completed.stopped
    if completed.stopped:
        return "failed", f"stopped: {completed.stopped}"
    errors = sum(finding.severity == "error" for finding in reading.findings)
    if reading.counts.failed or errors:
        by_code = reading.unit == "steps" and not reading.findings
        return "failed", f"exit code {completed.exit_code}" if by_code else tell_failure(reading)
    ended_well = completed.exit_code in step.success
    if not reading.proves:
        # A registry that does not answer is no fault of the change, whatever the exit code.
        if ended_well or step.network:
            return "skipped", f"not checked: {reading.blind or 'nothing was examined'}"
        return "failed", reading.blind or f"exit code {completed.exit_code}"
    if completed.exit_code != 0:
        return "failed", f"exit code {completed.exit_code}, and no finding that its reader knows"
    if step.counted and step.reader == "exit-code" and step.label in UNCOUNTED:
        return "skipped", "not checked: it ended well, but nothing counts what it examined"
    return None


def tell_failure(reading: Reading) -> str:
    """How many failed of how many, in words."""
    failed, examined = reading.counts.failed, reading.counts.examined
    if reading.unit == "tests":
        return f"{failed} of {examined} tests failed"
    noun = "finding" if failed == 1 else "findings"
    return f"{failed} {noun} in {examined} {reading.unit}"


def add_counts(readings: list[Reading]) -> Counts:
    counts = [reading.counts for reading in readings]
    return Counts(
        examined=sum(each.examined for each in counts),
        passed=sum(each.passed for each in counts),
        failed=sum(each.failed for each in counts),
        skipped=sum(each.skipped for each in counts),
        warnings=sum(each.warnings for each in counts),
    )


def _prepares(check: PlannedCheck) -> bool:
    """Whether it begins with the service itself: then there is no sense in trying without one."""
    return kind_of(check.check) != "test" or any(
        not step.counted and step.reader == "exit-code" for step in check.steps
    )


def _find_obstacle(check: PlannedCheck, bench: Bench) -> str:
    """Why the check cannot run here, "" where nothing is in the way."""
    asks = any(step.network for step in check.steps)
    variables = dict((asks and bench.online) or bench.environment)
    if check.inside and bench.programs:
        # Another environment's tool would judge another set of packages.
        variables = {"PATH": os.pathsep.join(bench.programs)}
    lacking = [name for name in check.needs if not find_program(name, variables or None)]
    if lacking:
        names = ", ".join(lacking)
        because = f" ({bench.missing[0]})" if bench.missing else ""
        return f"{names} is not installed{because}"
    if bench.unserved and check.exclusive and _prepares(check):
        return bench.unserved[0]
    if check.answers:
        asked = bench.runner.run(
            Invocation(
                argv=check.answers,
                cwd=str(bench.worktree / check.cwd),
                profile="install",
                environment=bench.environment,
                timeout=20,
            )
        )
        if not asked.succeeded:
            return check.unanswered or f"{' '.join(check.answers)} does not answer"
    return ""


def _run_step(
    check: PlannedCheck, step: CheckStep, number: int, bench: Bench
) -> tuple[Completed, str]:
    stem = f"{bench.prefix}{check.check.replace(':', '-')}"
    stem = stem if number + 1 == len(check.steps) else f"{stem}-{number + 1}"
    report = bench.folder / LOGS / f"{stem}.report"
    scratch = bench.folder / "made" / stem
    argv = tuple(
        word.replace("{report}", str(report)).replace("{scratch}", str(scratch))
        for word in step.argv
    )
    if argv != step.argv:
        ensure_folder(scratch)
    completed = bench.runner.run(
        Invocation(
            argv=argv,
            cwd=str(bench.worktree / check.cwd),
            profile="install" if step.network else "verify",
            environment=(step.network and bench.online) or bench.environment,
            writable=(str(bench.worktree), str(bench.folder)),
            timeout=step.timeout,
            memory=step.memory,
            log=str(bench.folder / LOGS / f"{stem}.log"),
        )
    )
    return completed, _read_report(report) if any("{report}" in each for each in step.argv) else ""


def _read_report(path: Path) -> str:
    try:
        return read_file(path).decode("utf-8", "replace")
    except InputError:
        return ""


def _with_step(outcome: Outcome, completed: Completed, bench: Bench) -> Outcome:
    log = Path(completed.log)
    inside = completed.log and log.is_relative_to(bench.folder)
    return replace(
        outcome,
        argv=completed.argv,
        exit_code=completed.exit_code,
        duration=outcome.duration + completed.duration,
        log=log.relative_to(bench.folder).as_posix() if inside else completed.log,
        log_sha256=completed.log_sha256,
    )


def _blank(check: PlannedCheck, status: Status, reason: str) -> Outcome:
    return Outcome(
        check=check.check,
        title=check.title,
        status=status,
        required=check.required,
        reason=reason,
        argv=check.steps[-1].argv if check.steps else (),
        cwd=check.cwd,
    )
