"""What a repository leaves open, written another way where its own checks refuse the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from backend_agent.site import Site
from backend_agent.values.application import Application
from backend_agent.values.changes import ChangeSet, Note
from backend_agent.values.plan import Plan
from backend_agent.values.stack import Component
from backend_agent.values.task import AddResource
from backend_agent.values.verification import Verification

MOST_TRIALS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One open choice made another way; `why` is what the checks said of the first."""

    subject: str
    taken: str
    other: str
    why: str

    @property
    def title(self) -> str:
        return f"try {self.other} for {self.subject}"


def list_trials(changes: ChangeSet, verification: Verification) -> tuple[Trial, ...]:
    """The first few other ways, one at a time; () where no check refused anything that is new."""
    failed = [each.reason or each.title for each in verification.outcomes if each.fails_newly]
    if verification.verdict != "unverified" or not failed:
        return ()
    return tuple(_list_others(changes, failed[0]))[:MOST_TRIALS]


def _list_others(changes: ChangeSet, why: str) -> Iterator[Trial]:
    for choice in changes.choices:
        for other in choice.others:
            yield Trial(subject=choice.subject, taken=choice.taken, other=other, why=why)


def try_choice(
    trial: Trial, site: Site, plan: Plan, component: Component, before: Application
) -> ChangeSet:
    """The plan carried out anew with the other choice, up to the project's own formatter."""
    changes = ChangeSet()
    for unit in plan.steps:
        operation = unit.operation
        if isinstance(operation, AddResource):
            settled = (*operation.choices, (trial.subject, trial.other))
            unit = replace(unit, operation=replace(operation, choices=settled))
        changes = site.implement(unit, changes, component, before)
    made = site.tidy(changes, component, before)
    said = f"{trial.subject}: {trial.other}, after {trial.taken} was refused by the checks: {trial.why}"
    return replace(made, notes=(*made.notes, Note(kind="choice", text=said)), choices=())
