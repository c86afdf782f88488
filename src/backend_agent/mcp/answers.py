"""What each tool answers, small enough for a context window; made from the values of the engines."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from backend_agent.values.changes import Refusal
from backend_agent.values.delivery import Delivery
from backend_agent.values.plan import Plan
from backend_agent.values.run import RunRecord
from backend_agent.values.stack import Component, SimilarFiles, Stack
from backend_agent.values.standard import Standard
from backend_agent.values.verification import Finding, Outcome

MOST_PATHS = 8
MOST_FINDINGS = 30
LONGEST_EXCERPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFiles:
    role: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFacts:
    path: str
    name: str
    runtime: str
    technologies: tuple[str, ...]
    warnings: tuple[str, ...]
    architecture: str
    layers: tuple[LayerFiles, ...]
    habits: tuple[str, ...]
    commands: tuple[str, ...]
    similar: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StackFacts:
    components: tuple[ComponentFacts, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarResource:
    resource: str
    score: float
    reasons: tuple[str, ...]
    layers: tuple[LayerFiles, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarResources:
    similar: tuple[SimilarResource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    subject: str
    reason: str
    place: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPlan:
    understood: str
    assumptions: tuple[str, ...]
    steps: tuple[str, ...]
    files: tuple[str, ...]
    sections: tuple[str, ...]
    similar: tuple[str, ...]
    refused: tuple[Refused, ...]
    possible_with: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    check: str
    status: str
    required: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    verdict: str
    headline: str
    run: str
    branch: str
    files: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    status: str
    detail: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRows:
    rows: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    run: str
    state: str
    title: str
    verdict: str
    branch: str
    step: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStates:
    runs: tuple[RunState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    restored: tuple[str, ...]
    left: tuple[str, ...]


# --- from the values of the engines


def tell_stack(stack: Stack) -> StackFacts:
    return StackFacts(
        components=tuple(_tell_component(each) for each in stack.components), unknown=stack.unknown
    )


def _tell_component(component: Component) -> ComponentFacts:
    return ComponentFacts(
        path=component.path or ".",
        name=component.name,
        runtime=f"{component.language} {component.runtime_version}".strip(),
        technologies=tuple(
            f"{found.title} {found.version}".strip()
            + f" ({found.kind}{f', {found.evidence[0]}' if found.evidence else ''})"
            for found in component.technologies
        ),
        warnings=tuple(
            f"{found.title} is {found.status}, use {' or '.join(found.replaced_by) or 'a successor'}"
            for found in component.technologies
            if found.status in ("deprecated", "archived")
        ),
        architecture=component.architecture.name,
        layers=tuple(
            LayerFiles(role=layer.role, paths=layer.paths[:MOST_PATHS])
            for layer in component.layers
        ),
        habits=tuple(
            f"{habit.name}: {habit.value} ({habit.share:.0%})" for habit in component.conventions
        ),
        commands=tuple(
            f"{command.kind}: {shlex.join(command.argv)}"
            + (f" (in {command.cwd})" if command.cwd else "")
            + (" (a guess)" if command.origin == "default" else "")
            for command in component.commands
        ),
        similar=tuple(similar.resource for similar in component.similar),
    )


def tell_similar(similar: SimilarFiles) -> SimilarResource:
    return SimilarResource(
        resource=similar.resource,
        score=round(similar.score, 3),
        reasons=similar.reasons,
        layers=tuple(LayerFiles(role=each.role, paths=each.paths) for each in similar.layers),
    )


def tell_plan(plan: Plan) -> TaskPlan:
    return TaskPlan(
        understood=plan.task.command,
        assumptions=plan.task.assumptions,
        steps=tuple(f"{step.title} ({step.maker})" for step in plan.steps),
        files=tuple(f"{file.action} {file.path}: {file.purpose}" for file in plan.files),
        sections=tuple(
            f"{section.id}: {'; '.join(section.items) or f'none, because {section.none_because}'}"
            for section in plan.sections
        ),
        similar=tuple(similar.resource for similar in plan.similar),
        refused=tuple(_tell_refusal(each) for each in plan.refusals),
        possible_with=plan.possible_with,
    )


def _tell_refusal(refusal: Refusal) -> Refused:
    place = f"{refusal.path}:{refusal.line}" if refusal.path else ""
    return Refused(
        subject=refusal.subject, reason=refusal.reason, place=place, snippet=refusal.snippet
    )


def tell_delivery(delivery: Delivery, run: str, *, diffs: bool = False) -> Delivered:
    """`run` is its whole id, "" for one that delivers no change of its own."""
    files = tuple(
        f"{file.action} {file.path} +{file.added} -{file.removed}: {file.purpose}"
        + (f"\n{file.diff}" if diffs else "")
        for file in delivery.files
    )
    notes = (
        *(f"{note.kind}: {note.text}" for note in delivery.decisions),
        *(f"migration: {text}" for text in delivery.migrations),
        *(f"environment: {text}" for text in delivery.environment),
        *(f"already there: {text}" for text in delivery.changes.already),
    )
    return Delivered(
        verdict=delivery.verdict,
        headline=delivery.headline,
        run=run,
        branch=delivery.branch,
        files=files,
        checks=tuple(_tell_check(each) for each in delivery.verification.outcomes),
        refused=tuple(_tell_refusal(each) for each in delivery.changes.refusals),
        notes=notes,
        next_steps=delivery.next_steps,
    )


def _tell_check(outcome: Outcome) -> CheckResult:
    """What a reader must know: the reason, and where it failed the new findings or what it printed."""
    parts = [outcome.reason] if outcome.reason else []
    if outcome.counts.examined:
        parts.append(f"{outcome.counts.examined} examined, {outcome.counts.failed} failed")
    if outcome.known_before:
        parts.append("failed identically before the change")
    elif outcome.status == "failed":
        fresh = outcome.new_findings
        parts += [tell_finding(each) for each in fresh[:MOST_FINDINGS]]
        if not fresh:
            parts.append(outcome.excerpt[-LONGEST_EXCERPT:])
    return CheckResult(
        check=outcome.check,
        status=outcome.status,
        required=outcome.required,
        detail="\n".join(parts),
    )


def tell_finding(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}: " if finding.path else ""
    standard = f", {finding.standard}" if finding.standard else ""
    before = ", known before" if finding.known_before else ""
    return f"{place}{finding.message} [{finding.severity}, {finding.source}{standard}{before}]"


def tell_review(outcome: Outcome) -> Reviewed:
    fresh_first = sorted(outcome.findings, key=lambda each: each.known_before)
    return Reviewed(
        status=outcome.status,
        detail=outcome.reason,
        findings=tuple(tell_finding(each) for each in fresh_first[:MOST_FINDINGS]),
    )


def tell_standard(standard: Standard) -> str:
    house = ", house style" if standard.house else ""
    sources = f" ({'; '.join(standard.sources)})" if standard.sources else ""
    return f"{standard.id} [{standard.level}{house}] {standard.statement}. {standard.why}{sources}"


def tell_run(record: RunRecord) -> RunState:
    return RunState(
        run=record.id,
        state=record.state,
        title=record.title,
        verdict=record.verdict,
        branch=record.branch,
        step=record.phase,
        reason=record.reason,
    )
