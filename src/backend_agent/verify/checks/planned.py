"""A check before it runs: its steps, its scope, whether it is required, and why it may be left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.evidence import Evidence
from backend_agent.values.verification import Outcome

CheckKind = Literal[
    "format", "lint", "types", "test", "migrate", "drift", "build", "image", "audit"
]

TITLES: dict[str, str] = {
    "format": "format",
    "lint": "lint",
    "types": "types",
    "test": "tests",
    "migrate": "migrations up, down, up",
    "drift": "models and migrations agree",
    "build": "build",
    "image": "image build",
    "audit": "dependency audit",
    "new-tests": "new tests fail before the change",
    "routes": "routes differ as planned",
    "review": "self-review",
    "probe": "questions to the running service",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStep:
    """One command of a check. `counted` = its reading is the check's; a step that is not counted
    only has to succeed (a preparation) or comes first for speed. {report} in `argv` is filled when it runs.
    `success` are exit codes of a normal end, whatever was found; without `here` it is run on the tree
    before the change only, with `only_early` only where a red step ends the check."""

    label: str
    argv: tuple[str, ...]
    reader: str = "exit-code"
    counted: bool = True
    success: tuple[int, ...] = (0,)
    timeout: int = 300
    network: bool = False
    memory: int = 8192
    here: bool = True
    only_early: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCheck:
    """`check` is "<kind>:<technology>"; `cwd` is relative to the repository's root; `exclusive`
    checks share a database and never run side by side; `inside` = its programs must come from the
    component's own environment; `answers` must succeed first, else the check is skipped with
    `unanswered`; `skip` is a reason that is known before anything runs."""

    check: str
    kind: str
    technology: str
    title: str
    steps: tuple[CheckStep, ...] = ()
    cwd: str = ""
    required: bool = False
    exclusive: bool = False
    needs: tuple[str, ...] = ()
    inside: bool = False
    answers: tuple[str, ...] = ()
    unanswered: str = ""
    skip: str = ""
    evidence: Evidence | None = None


# How the step is called that runs the touched test files alone, before the whole suite.
TOUCHED = "touched tests"


def is_cut_short(outcome: Outcome) -> bool:
    """Whether red touched tests ended the check before the whole suite ran."""
    return outcome.status == "failed" and outcome.reason.startswith(f"{TOUCHED}: ")


def kind_of(check: str) -> str:
    """The kind in a check's id: "types" of "types:mypy"."""
    return check.partition(":")[0]
