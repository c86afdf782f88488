"""What the HTML template shows, computed beforehand: rows with their tone, mark and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from backend_agent.deliver.diff_lines import DiffLine, read_diff
from backend_agent.deliver.report import Report
from backend_agent.deliver.wording import (
    say_command,
    say_counts,
    say_reason,
    say_row_reason,
    say_seconds,
    say_skipped,
    say_status,
)
from backend_agent.values.changes import RouteKey
from backend_agent.values.delivery import DeliveredFile
from backend_agent.values.verification import Outcome, RowStatus, StandardRow, Verdict

LONGEST_DIFF = 2_000
MOST_OPEN_LINES = 400
MOST_INSERTED_LINES = 40
LOG_LINES, LOG_CHARACTERS = 200, 20_000

VERDICT_LOOK: dict[Verdict, tuple[str, str]] = {
    "verified": ("good", "✓"),
    "partially verified": ("warn", "◐"),
    "unverified": ("bad", "✕"),
}
ROW_LOOK: dict[RowStatus, tuple[str, str]] = {
    "met": ("good", "✓"),
    "violated": ("bad", "✕"),
    "not applicable": ("idle", "–"),
    "not checked": ("warn", "○"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One check; `log` is its bounded, masked text, unfolded when it failed anew."""

    outcome: Outcome
    tone: str
    mark: str
    word: str
    reason: str
    command: str
    counts: str
    seconds: str
    before: str
    log: str
    log_title: str
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """`lines` empty = the diff is no diff but a sentence; `cut` lines are not shown."""

    file: DeliveredFile
    lines: tuple[DiffLine, ...]
    cut: int
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneRow:
    row: StandardRow
    tone: str
    mark: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRow:
    """`part` is the phase's share of the whole time, in percent."""

    name: str
    wall: str
    own: str
    part: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """An entry of the page's contents."""

    id: str
    title: str
    count: str = ""


def list_checks(report: Report, read_log: Callable[[str], str]) -> tuple[CheckRow, ...]:
    """Newly failed first, then what did not run, then the rest; order kept within."""
    rows = [_check_row(outcome, report, read_log) for outcome in report.checks]
    return tuple(sorted(rows, key=lambda row: {"bad": 0, "warn": 1}.get(row.tone, 2)))


def _check_row(outcome: Outcome, report: Report, read_log: Callable[[str], str]) -> CheckRow:
    tone, mark, word = _check_look(outcome)
    before = next((each for each in report.baseline if each.check == outcome.check), None)
    text = (read_log(outcome.log) if outcome.log else "") or outcome.excerpt
    digest = f", sha256 {outcome.log_sha256[:12]}" if outcome.log_sha256 else ""
    return CheckRow(
        outcome=outcome,
        tone=tone,
        mark=mark,
        word=word,
        reason=say_reason(outcome),
        command=say_command(outcome.argv),
        counts=say_counts(outcome),
        seconds=say_seconds(outcome.duration),
        before=say_status(before) if before else "",
        log=_bound_log(text),
        log_title=(f"log: {outcome.log}" if outcome.log else "output") + digest,
        open=tone == "bad",
    )


def _check_look(outcome: Outcome) -> tuple[str, str, str]:
    if outcome.fails_newly:
        return "bad", "✕", "failed"
    if outcome.status == "failed":
        return "warn", "✕", "failed, as before"
    if outcome.status == "skipped":
        return ("warn" if outcome.required else "idle"), "○", say_skipped(outcome)
    return ("warn", "○", "stale") if outcome.stale else ("good", "✓", "passed")


def _bound_log(text: str) -> str:
    """The end of a log, where tools say what went wrong."""
    lines = text.splitlines()
    shown = "\n".join(lines[-LOG_LINES:])[-LOG_CHARACTERS:]
    hidden = len(lines) - shown.count("\n") - 1 if lines else 0
    return f"… {hidden} lines above\n{shown}" if hidden > 0 else shown


def list_files(report: Report) -> tuple[FileRow, ...]:
    """Diffs unfolded while they are short together: a reader should see, not click. Small changes
    of existing files are unfolded always, because they are what can break something."""
    total = sum(file.added + file.removed for file in report.files)
    rows = []
    for file in report.files:
        lines = read_diff(file.diff)
        rows.append(
            FileRow(
                file=file,
                lines=lines[:LONGEST_DIFF],
                cut=max(0, len(lines) - LONGEST_DIFF),
                open=total <= MOST_OPEN_LINES or _is_insert(file),
            )
        )
    return tuple(rows)


def _is_insert(file: DeliveredFile) -> bool:
    return file.action == "modify" and file.added + file.removed <= MOST_INSERTED_LINES


def list_rows(report: Report) -> tuple[DoneRow, ...]:
    """Violated, not checked, met, not applicable; ids kept in order within."""
    order: tuple[RowStatus, ...] = ("violated", "not checked", "met", "not applicable")
    return tuple(
        DoneRow(
            row=row,
            tone=ROW_LOOK[row.status][0],
            mark=ROW_LOOK[row.status][1],
            reason=say_row_reason(row),
        )
        for row in sorted(report.standards, key=lambda row: order.index(row.status))
    )


def list_phases(report: Report) -> tuple[PhaseRow, ...]:
    total = sum(each.wall for each in report.times) or 1.0
    return tuple(
        PhaseRow(
            name=each.phase,
            wall=say_seconds(each.wall),
            own=say_seconds(each.own_cpu),
            part=round(100 * each.wall / total, 2),
        )
        for each in report.times
    )


def list_routes(report: Report) -> tuple[tuple[str, str, tuple[RouteKey, ...]], ...]:
    """Tone, word and routes of each kind of difference."""
    delta = report.routes
    if delta is None:
        return ()
    unplanned = set(delta.unplanned)
    return (
        ("bad", "not planned", delta.unplanned),
        ("bad", "planned, missing", delta.missing),
        ("bad", "removed", delta.removed),
        ("good", "added", tuple(key for key in delta.added if key not in unplanned)),
    )


def count_statuses(statuses: list[str]) -> str:
    """`4 met · 1 violated`: each status once, in the order of first sight."""
    return " · ".join(f"{number} {status}" for status, number in Counter(statuses).items())


def list_parts(report: Report) -> tuple[PagePart, ...]:
    """The contents of the page: only parts that are on it."""
    plan = report.plan
    parts = (
        (bool(report.next_steps), "next", "Next steps", len(report.next_steps)),
        (True, "checks", "Checks", len(report.checks)),
        (report.routes is not None, "routes", "Routes", 0),
        (True, "files", "Files", len(report.files)),
        (plan is not None and bool(plan.steps or plan.sections or plan.possible_with), "plan", "Plan", 0),
        (bool(report.standards), "done", "Done", len(report.standards)),
        (True, "decisions", "Decisions", len(report.decisions)),
        (True, "handover", "To run and set", 0),
        (True, "remains", "What remains", len(report.remains)),
        (True, "stack", "Stack", 0),
        (bool(report.usage), "usage", "Language model", 0),
        (bool(report.times), "phases", "Phases", 0),
    )  # fmt: skip
    return tuple(
        PagePart(id=id_, title=title, count=str(count) if count else "")
        for shown, id_, title, count in parts
        if shown
    )
