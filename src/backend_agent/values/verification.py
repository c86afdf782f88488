"""What verify answers: an outcome for every check, findings with file and line, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backend_agent.values.changes import RouteKey
from backend_agent.values.evidence import Evidence

Status = Literal["passed", "failed", "skipped"]
Verdict = Literal["verified", "partially verified", "unverified"]
RowStatus = Literal["met", "violated", "not applicable", "not checked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a reader saw in a tool's output; `examined` 0 means the check proved nothing."""

    examined: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault at a place. `source` is the check or rule, `standard` a row id ("" if none); `also` names
    other tools, with their rules, that found it too."""

    source: str
    message: str
    path: str = ""
    line: int = 0
    standard: str = ""
    severity: Literal["error", "warning"] = "error"
    known_before: bool = False
    fix: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One check that ran or was skipped. `duration` in seconds; `log` is a path in the run's folder,
    `log_sha256` of its bytes; `known_before` = it failed identically on the baseline."""

    check: str
    title: str
    status: Status
    required: bool
    reason: str = ""
    argv: tuple[str, ...] = ()
    cwd: str = ""
    exit_code: int | None = None
    counts: Counts = Counts()
    duration: float = 0.0
    log: str = ""
    log_sha256: str = ""
    excerpt: str = ""
    findings: tuple[Finding, ...] = ()
    known_before: bool = False
    stale: bool = False

    @property
    def fails_newly(self) -> bool:
        """Whether it failed and did not fail in the same way before the change."""
        return self.status == "failed" and not self.known_before

    @property
    def ran(self) -> bool:
        """To its end, after the last write, with something counted. What failed before it could count (it
        did not compile, its dependencies were not there) tells nothing, before the change or after it."""
        return self.status != "skipped" and not self.stale and self.counts.examined > 0

    @property
    def new_findings(self) -> tuple[Finding, ...]:
        """Those that were not there before the change."""
        return tuple(each for each in self.findings if not each.known_before)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDelta:
    """Routes after minus before, against what was planned; `lost` were removed without a plan,
    `staying` were planned to go."""

    added: tuple[RouteKey, ...] = ()
    removed: tuple[RouteKey, ...] = ()
    missing: tuple[RouteKey, ...] = ()
    unplanned: tuple[RouteKey, ...] = ()
    lost: tuple[RouteKey, ...] = ()
    staying: tuple[RouteKey, ...] = ()

    @property
    def exact(self) -> bool:
        return not (self.missing or self.unplanned or self.lost or self.staying)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardRow:
    """One row of the Done table."""

    id: str
    statement: str
    level: Literal["must", "should"]
    status: RowStatus
    reason: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """`headline` is the report's first line: the verdict and what ran."""

    verdict: Verdict
    headline: str
    outcomes: tuple[Outcome, ...] = ()
    baseline: tuple[Outcome, ...] = ()
    routes: RouteDelta | None = None
    rows: tuple[StandardRow, ...] = ()
    sandbox: str = ""
    prepared: tuple[str, ...] = ()
