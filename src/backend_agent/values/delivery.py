"""What deliver answers: where the change lies and everything a person needs to accept it."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.agent import PhaseUsage
from backend_agent.values.changes import ChangeSet, Note, Refusal
from backend_agent.values.plan import Plan
from backend_agent.values.stack import Stack
from backend_agent.values.verification import Verdict, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTime:
    """Wall and own processor time of a phase, in seconds."""

    phase: str
    wall: float
    own_cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredFile:
    """`diff` is a unified diff; `added`/`removed` count its lines."""

    path: str
    action: str
    purpose: str
    added: int
    removed: int
    diff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Everything a report says. Built from recorded values only; no free text of a model."""

    run: str
    title: str
    verdict: Verdict
    headline: str
    stack: Stack
    plan: Plan | None
    changes: ChangeSet
    verification: Verification
    files: tuple[DeliveredFile, ...] = ()
    branch: str = ""
    decisions: tuple[Note, ...] = ()
    migrations: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    remains: tuple[Refusal, ...] = ()
    next_steps: tuple[str, ...] = ()
    times: tuple[PhaseTime, ...] = ()
    created_at: str = ""
    version: str = ""
    usage: tuple[PhaseUsage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """Absolute paths of the three written reports."""

    markdown: str
    json: str
    html: str
