"""What a review of a whole repository answers: findings, what was let pass, what was not checked."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.evidence import Evidence
from backend_agent.values.verification import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRule:
    """A rule that looked at something: `files` it read, or 1 for what it asked the application."""

    id: str
    title: str
    standard: str
    source: str
    severity: str
    fix: str
    probe: str
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A finding that the code answers for, with the reason given there."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedTool:
    """Another tool whose SARIF was read: `merged` of its `findings` name flaws that were told already."""

    name: str
    version: str
    findings: int
    merged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReport:
    """`findings` in order of files and lines; `accepted` are those of the baseline; `not_checked`
    says what no rule could look at, and why; `marks` are the lines that answer for findings."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()
    accepted: tuple[Finding, ...] = ()
    not_checked: tuple[Evidence, ...] = ()
    rules: tuple[AppliedRule, ...] = ()
    imported: tuple[ImportedTool, ...] = ()
    files: int = 0
    routes: int = 0
    marks: tuple[Evidence, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.severity == "error")
