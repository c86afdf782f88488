"""The Done table: each standard of the touched areas with its status and the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend_agent.catalog import Catalog
from backend_agent.values.evidence import Evidence
from backend_agent.values.plan import Plan
from backend_agent.values.probe import Answered, Ruling
from backend_agent.values.rule import Rule
from backend_agent.values.standard import CheckedBy, Standard
from backend_agent.values.verification import Finding, Outcome, RowStatus, StandardRow
from backend_agent.verify.checks.planned import kind_of
from backend_agent.verify.probed import CHECK as PROBE

MOST_EVIDENCE = 5
RULINGS: dict[Ruling, RowStatus] = {
    "pass": "met",
    "fail": "violated",
    "na": "not applicable",
    "unknown": "not checked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one judge says of a row."""

    status: RowStatus
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything the table may rest on. `tags` are the touched areas, `applied` the number of files
    that each rule looked at, `answers` what the running service answered, by question."""

    tags: frozenset[str]
    outcomes: tuple[Outcome, ...]
    applied: Mapping[str, int]
    plan: Plan | None = None
    answers: Mapping[str, Answered] = field(default_factory=dict)


def judge_standards(catalog: Catalog, proof: Proof) -> tuple[StandardRow, ...]:
    """A row for every standard, in the catalog's order."""
    rules: dict[str, list[str]] = {}
    for document in catalog.documents(Rule):
        rules.setdefault(document.value.standard, []).append(document.name)
    return tuple(
        _judge_standard(standard, tuple(rules.get(standard.id, ())), proof)
        for standard in catalog.standards
    )


def _judge_standard(standard: Standard, rules: tuple[str, ...], proof: Proof) -> StandardRow:
    wanted = frozenset(standard.applies_when)
    if wanted and "any" not in wanted and not wanted & proof.tags:
        areas = ", ".join(standard.applies_when)
        return _row(
            standard, Judged(status="not applicable", reason=f"the change touches no {areas}")
        )
    judged = [
        _ask(judge, proof) for judge in standard.checked_by if judge.kind not in ("rule", "probe")
    ]
    questions = tuple(judge.id for judge in standard.checked_by if judge.kind == "probe")
    judged += _ask_probes(questions, proof)
    named = {judge.id for judge in standard.checked_by if judge.kind == "rule" and judge.id}
    looked = tuple(dict.fromkeys((*sorted(named), *rules)))
    if looked:
        judged.append(_ask_rules(looked, standard, proof))
    if not judged or (looked and not standard.checked_by):
        # A rule that finds nothing is no proof while the rest of the row has no judge.
        judged.append(Judged(status="not checked", reason="no judge yet"))
    return _row(standard, _combine(judged))


def _combine(judged: list[Judged]) -> Judged:
    """The worst word counts; reasons and evidence of those who said it."""
    order: tuple[RowStatus, ...] = ("violated", "not checked", "met", "not applicable")
    status = next(word for word in order if any(each.status == word for each in judged))
    said = [each for each in judged if each.status == status]
    others = [each.reason for each in judged if each.status == "met" and status == "not checked"]
    return Judged(
        status=status,
        reason="; ".join(dict.fromkeys(each.reason for each in said if each.reason))
        + (f" (but {others[0]})" if others else ""),
        evidence=tuple(place for each in said for place in each.evidence)[:MOST_EVIDENCE],
    )


def _ask(judge: CheckedBy, proof: Proof) -> Judged:
    if judge.kind == "check":
        return _ask_check(judge.id, proof)
    if judge.kind == "plan":
        return _ask_plan(judge.id, proof.plan)
    if judge.kind == "report":
        return Judged(status="met", reason=f"this report: {judge.id or 'its sections'}")
    return Judged(status="not checked", reason="no judge yet")


def _ask_check(kind: str, proof: Proof) -> Judged:
    outcomes = [each for each in proof.outcomes if kind in (kind_of(each.check), each.check)]
    if not outcomes:
        return Judged(status="not checked", reason=f"no {kind} check exists here")
    evidence = tuple(Evidence(path=each.log, text=each.title) for each in outcomes if each.log)
    failed = [each for each in outcomes if each.status == "failed"]
    if failed:
        return Judged(
            status="violated", reason=f"{failed[0].title}: {failed[0].reason}", evidence=evidence
        )
    lacking = [each for each in outcomes if each.status == "skipped" or each.stale]
    if lacking:
        reason = "it ran before the last write" if lacking[0].stale else lacking[0].reason
        return Judged(status="not checked", reason=f"{lacking[0].title}: {reason}")
    examined = sum(each.counts.examined for each in outcomes)
    return Judged(
        status="met", reason=f"{outcomes[0].title} passed, {examined} examined", evidence=evidence
    )


def _ask_probes(questions: tuple[str, ...], proof: Proof) -> list[Judged]:
    """A fault counts whether or not it was there before, as it does for a check."""
    logs = tuple(each.log for each in proof.outcomes if each.check == PROBE and each.log)
    judged = []
    for question in questions:
        if answer := proof.answers.get(question):
            told = f"probe {question}, {answer.title}: {answer.reason or 'it holds'}"
            evidence = tuple(Evidence(path=log, text=told) for log in logs)
            status = RULINGS[answer.ruling]
            judged.append(Judged(status=status, reason=told, evidence=evidence))
    left = [question for question in questions if question not in proof.answers]
    if left:
        why = "only a full probe asks" if logs else "the service was not probed for"
        judged.append(Judged(status="not checked", reason=f"{why} {', '.join(left)}"))
    return judged


def _ask_plan(section: str, plan: Plan | None) -> Judged:
    if plan is None:
        return Judged(status="not checked", reason="the change came without a plan")
    if not plan.ceremony:
        return Judged(status="not applicable", reason="a change of one file needs no plan")
    if not section:
        return Judged(status="met", reason=f"the plan fills its {len(plan.sections)} sections")
    for each in plan.sections:
        if each.id == section:
            text = "; ".join(each.items[:2]) or f"none, because {each.none_because}"
            return Judged(status="met", reason=f"plan, {section}: {text[:200]}")
    return Judged(status="violated", reason=f"the plan has no section {section}")


def _ask_rules(rules: tuple[str, ...], standard: Standard, proof: Proof) -> Judged:
    findings = [
        finding
        for outcome in proof.outcomes
        for finding in outcome.new_findings
        if finding.standard == standard.id
    ]
    if findings:
        return Judged(
            status="violated",
            reason=f"{findings[0].source}: {findings[0].message}",
            evidence=tuple(_place(finding) for finding in findings),
        )
    files = max((proof.applied.get(rule, 0) for rule in rules), default=0)
    names = ", ".join(rules[:3])
    if not files:
        return Judged(status="not applicable", reason=f"no touched file is read by {names}")
    return Judged(status="met", reason=f"{names} found nothing in {files} touched files")


def _place(finding: Finding) -> Evidence:
    return Evidence(path=finding.path, line=finding.line, text=finding.message)


def _row(standard: Standard, judged: Judged) -> StandardRow:
    return StandardRow(
        id=standard.id,
        statement=standard.statement,
        level=standard.level,
        status=judged.status,
        reason=judged.reason,
        evidence=judged.evidence,
    )
