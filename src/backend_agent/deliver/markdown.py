"""The report as Markdown, for a pull request or a pager."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backend_agent.deliver.markdown_text import bullets, code, fence, plain, prose, table
from backend_agent.deliver.report import Report, ReportedComponent, ReportedPlan, make_report
from backend_agent.deliver.wording import (
    say_architecture,
    say_command,
    say_cost,
    say_place,
    say_row_reason,
    say_seconds,
    say_status,
    say_version,
)
from backend_agent.values.changes import Note, Refusal
from backend_agent.values.delivery import DeliveredFile, Delivery
from backend_agent.values.verification import Outcome

LONGEST_DIFF = 400
"""Lines of one file's diff; the JSON and HTML reports hold more."""


def render_markdown(delivery: Delivery) -> str:
    """The report; its first line is the verdict and what ran."""
    report = make_report(delivery)
    lines = [f"# {plain(report.headline)}", ""]
    for write in PARTS:
        lines += write(report)
    return "\n".join(lines).rstrip() + "\n"


def _head(report: Report) -> Iterator[str]:
    yield plain(report.title)
    yield ""
    facts = (
        ("run", report.run),
        ("branch", report.branch),
        ("made", report.created_at),
        ("sandbox", report.sandbox),
        ("backend-agent", report.version),
    )
    yield from bullets(f"{name}: {code(value)}" for name, value in facts if value)


def _phases(report: Report) -> Iterator[str]:
    if not report.times:
        return
    yield "## Phases"
    yield ""
    rows = [
        (each.phase, say_seconds(each.wall), say_seconds(each.own_cpu)) for each in report.times
    ]
    yield from table(("phase", "time", "own CPU"), rows)


def _usage(report: Report) -> Iterator[str]:
    if not report.usage:
        return
    yield "## Language model"
    yield ""
    head = ("part", "language model", "requests", "tool calls", "tokens in", "from cache", "tokens out",
            "cost")  # fmt: skip
    rows = [
        (
            plain(each.part),
            code(each.llm),
            str(each.usage.requests),
            str(each.usage.tool_calls),
            str(each.usage.input_tokens),
            str(each.usage.cached_tokens),
            str(each.usage.output_tokens),
            say_cost(each.usage),
        )
        for each in report.usage
    ]
    yield from table(head, rows)


def _stack(report: Report) -> Iterator[str]:
    if not report.components:
        return
    yield "## Stack"
    yield ""
    for component in report.components:
        yield from _component(component)


def _component(component: ReportedComponent) -> Iterator[str]:
    name = component.name or component.path or "the repository"
    runtime = " ".join((component.runtime, component.runtime_version)).strip()
    where = code(component.path) if component.path else "the root"
    yield f"**{plain(name)}** in {where}: {plain(runtime or component.language)}, "
    yield f"architecture {plain(say_architecture(component.architecture))}"
    yield ""
    yield from table(
        ("technology", "version", "kind", "seen in"),
        (
            (
                plain(found.title),
                plain(say_version(found)),
                plain(found.kind),
                ", ".join(code(str(each)) for each in found.evidence[:2]),
            )
            for found in component.technologies
        ),
    )


def _plan(report: Report) -> Iterator[str]:
    plan = report.plan
    if plan is None or not (plan.sections or plan.steps or plan.possible_with):
        return
    yield "## Plan"
    yield ""
    yield from _plan_steps(plan)
    for section in plan.sections:
        yield f"### {section.id.replace('-', ' ').capitalize()}"
        yield ""
        yield from (
            bullets(prose(item) for item in section.items)
            if section.items
            else (f"none, because {prose(section.none_because)}", "")
        )
    if plan.possible_with:
        yield "### What would make it possible"
        yield ""
        yield from bullets(prose(each) for each in plan.possible_with)


def _plan_steps(plan: ReportedPlan) -> Iterator[str]:
    if plan.command:
        yield f"The task as a command: {code(plan.command)}"
        yield ""
    for at, step in enumerate(plan.steps, start=1):
        files = f": {len(step.files)} files" if step.files else ""
        yield f"{at}. {prose(step.title)} ({step.maker}{files})"
    if plan.steps:
        yield ""
    if plan.similar:
        yield "Studied: " + ", ".join(
            f"{code(each.resource)} ({plain('; '.join(each.reasons))})" for each in plan.similar
        )
        yield ""


def _files(report: Report) -> Iterator[str]:
    yield "## Files"
    yield ""
    if not report.files:
        yield "No file changed."
        yield ""
        return
    yield from table(
        ("file", "", "lines", "purpose"),
        (
            (code(each.path), each.action, f"+{each.added} -{each.removed}", prose(each.purpose))
            for each in report.files
        ),
    )
    for file in report.files:
        yield from _diff(file)


def _diff(file: DeliveredFile) -> Iterator[str]:
    lines = file.diff.split("\n")
    yield "<details>"
    yield f"<summary>{_in_html(file.path)} +{file.added} -{file.removed}</summary>"
    yield ""
    yield from fence("\n".join(lines[:LONGEST_DIFF]), "diff")
    if len(lines) > LONGEST_DIFF:
        yield f"{len(lines) - LONGEST_DIFF} lines more in the HTML report"
    yield ""
    yield "</details>"
    yield ""


def _in_html(text: str) -> str:
    from html import escape

    return escape(" ".join(text.split()))


def _checks(report: Report) -> Iterator[str]:
    yield "## Checks"
    yield ""
    if not report.checks:
        yield "No check ran."
        yield ""
        return
    yield from table(
        ("check", "result", "examined", "exit", "time", "before", "command"),
        (_check_row(outcome, report) for outcome in report.checks),
    )
    for outcome in report.checks:
        if outcome.status == "failed" and outcome.excerpt:
            yield f"{plain(outcome.title)}:"
            yield ""
            yield from fence(outcome.excerpt)
            yield ""


def _ground(report: Report) -> Iterator[str]:
    if report.prepared:
        yield "What the checks stood on:"
        yield ""
        yield from bullets(code(each) for each in report.prepared)


def _check_row(outcome: Outcome, report: Report) -> tuple[str, ...]:
    before = next((each for each in report.baseline if each.check == outcome.check), None)
    counts = outcome.counts
    return (
        plain(outcome.title) + (" (required)" if outcome.required else ""),
        plain(say_status(outcome)),
        str(counts.examined) if outcome.status != "skipped" else "",
        "" if outcome.exit_code is None else str(outcome.exit_code),
        say_seconds(outcome.duration),
        plain(say_status(before)) if before else "",
        code(say_command(outcome.argv)),
    )


def _routes(report: Report) -> Iterator[str]:
    delta = report.routes
    if delta is None:
        return
    yield "## Routes"
    yield ""
    yield (
        "Exactly the planned ones changed." if delta.exact else "They differ from the planned ones."
    )
    yield ""
    groups = (
        ("added", delta.added), ("removed", delta.removed),
        ("planned and missing", delta.missing), ("not planned", delta.unplanned),
    )  # fmt: skip
    yield from bullets(
        f"{name}: {', '.join(code(str(key)) for key in keys)}" for name, keys in groups if keys
    )


def _done(report: Report) -> Iterator[str]:
    if not report.standards:
        return
    yield "## Done"
    yield ""
    yield from table(
        ("standard", "status", "statement", "evidence or reason"),
        (
            (
                row.id,
                f"{row.status} ({row.level})",
                prose(row.statement),
                prose(say_row_reason(row)),
            )
            for row in report.standards
        ),
    )


def _listed(
    title: str, empty: str, items: Callable[[Report], list[str]]
) -> Callable[[Report], Iterator[str]]:
    def write(report: Report) -> Iterator[str]:
        yield f"## {title}"
        yield ""
        found = items(report)
        yield from bullets(found) if found else (empty, "")

    return write


def _note(note: Note) -> str:
    where = f" ({code(str(note.evidence))})" if note.evidence else ""
    return f"{note.kind}: {prose(note.text)}{where}"


def _refusal(refusal: Refusal) -> str:
    place = say_place(refusal.path, refusal.line)
    where = f" ({code(place)})" if place else ""
    lines = [f"{prose(refusal.subject)}{where}: {prose(refusal.reason)}"]
    if refusal.snippet:
        lines += ["", *(f"  {line}" for line in fence(refusal.snippet)), ""]
    return "\n".join(lines)


PARTS: tuple[Callable[[Report], Iterator[str]], ...] = (
    _head,
    _phases,
    _usage,
    _stack,
    _plan,
    _files,
    _checks,
    _ground,
    _routes,
    _done,
    _listed("Decisions", "None was recorded.", lambda report: [_note(n) for n in report.decisions]),
    _listed(
        "Migrations", "None to run.", lambda report: [code(each) for each in report.migrations]
    ),
    _listed(
        "Environment", "No new variable.", lambda report: [prose(e) for e in report.environment]
    ),
    _listed(
        "What remains", "Nothing was left.", lambda report: [_refusal(r) for r in report.remains]
    ),
    _listed("Next steps", "None.", lambda report: [code(each) for each in report.next_steps]),
)
