"""The one report that Markdown, JSON and HTML show: schema 1, recorded values only."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.deliver.claim import settle_claim
from backend_agent.values.agent import PhaseUsage
from backend_agent.values.changes import Note, Refusal
from backend_agent.values.delivery import DeliveredFile, Delivery, PhaseTime
from backend_agent.values.plan import Plan, PlannedFile, Section
from backend_agent.values.stack import Architecture, Component, Convention, FoundTechnology
from backend_agent.values.verification import Outcome, RouteDelta, StandardRow, Verdict

SCHEMA = 1
"""Raised when a key is removed or changes its meaning; new keys leave it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedComponent:
    """One deployable of the repository; `path` "" is the root."""

    path: str
    name: str
    language: str
    runtime: str
    runtime_version: str
    architecture: Architecture
    technologies: tuple[FoundTechnology, ...]
    conventions: tuple[Convention, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedStep:
    """One step of the plan; `standards` are ids of the Done table."""

    id: str
    title: str
    maker: str
    files: tuple[PlannedFile, ...]
    standards: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSimilar:
    """A resource of the repository that was studied, and why this one."""

    resource: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPlan:
    """`sections` is empty for a change of one file."""

    task: str
    command: str
    component: str
    steps: tuple[ReportedStep, ...]
    sections: tuple[Section, ...]
    similar: tuple[ReportedSimilar, ...]
    refusals: tuple[Refusal, ...]
    possible_with: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`headline` begins with `verdict`. Durations are seconds, times ISO 8601 in UTC, paths
    relative to the repository's root; `plan` is null for a change that was only verified."""

    schema: int
    version: str
    run: str
    title: str
    verdict: Verdict
    headline: str
    created_at: str
    branch: str
    components: tuple[ReportedComponent, ...]
    plan: ReportedPlan | None
    files: tuple[DeliveredFile, ...]
    checks: tuple[Outcome, ...]
    baseline: tuple[Outcome, ...]
    routes: RouteDelta | None
    standards: tuple[StandardRow, ...]
    decisions: tuple[Note, ...]
    migrations: tuple[str, ...]
    environment: tuple[str, ...]
    remains: tuple[Refusal, ...]
    next_steps: tuple[str, ...]
    times: tuple[PhaseTime, ...]
    usage: tuple[PhaseUsage, ...]
    sandbox: str
    prepared: tuple[str, ...]


def make_report(delivery: Delivery) -> Report:
    """The report of a delivery; its verdict is never better than the outcomes allow."""
    verification = delivery.verification
    claim = settle_claim(delivery.verdict, delivery.headline, verification)
    return Report(
        schema=SCHEMA,
        version=delivery.version,
        run=delivery.run,
        title=delivery.title,
        verdict=claim.verdict,
        headline=claim.headline,
        created_at=delivery.created_at,
        branch=delivery.branch,
        components=tuple(map(_report_component, delivery.stack.components)),
        plan=_report_plan(delivery.plan) if delivery.plan else None,
        files=delivery.files,
        checks=verification.outcomes,
        baseline=verification.baseline,
        routes=verification.routes,
        standards=verification.rows,
        decisions=delivery.decisions,
        migrations=delivery.migrations,
        environment=delivery.environment,
        remains=delivery.remains,
        next_steps=delivery.next_steps,
        times=delivery.times,
        usage=delivery.usage,
        sandbox=verification.sandbox,
        prepared=verification.prepared,
    )


def _report_component(component: Component) -> ReportedComponent:
    return ReportedComponent(
        path=component.path,
        name=component.name,
        language=component.language,
        runtime=component.runtime,
        runtime_version=component.runtime_version,
        architecture=component.architecture,
        technologies=component.technologies,
        conventions=component.conventions,
    )


def _report_plan(plan: Plan) -> ReportedPlan:
    return ReportedPlan(
        task=plan.task.text,
        command=plan.task.command,
        component=plan.component,
        steps=tuple(
            ReportedStep(
                id=step.id,
                title=step.title,
                maker=step.maker,
                files=step.files,
                standards=step.standards,
            )
            for step in plan.steps
        ),
        sections=plan.sections,
        similar=tuple(
            ReportedSimilar(resource=each.resource, reasons=each.reasons) for each in plan.similar
        ),
        refusals=plan.refusals,
        possible_with=plan.possible_with,
    )
