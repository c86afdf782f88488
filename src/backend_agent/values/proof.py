"""What check-data answers: each proof with the number of things it looked at, and every fault."""

from __future__ import annotations

from dataclasses import dataclass

from backend_agent.values.verification import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`proved` counts what was looked at; `absent` says why nothing could be ("" = it could)."""

    subject: str
    proved: int = 0
    findings: tuple[Finding, ...] = ()
    absent: str = ""

    def __str__(self) -> str:
        if self.absent:
            return f"{self.subject}: not proved ({self.absent})"
        faults = len(self.findings)
        return (
            f"{self.subject}: {self.proved} looked at, {faults or 'no'} fault{'s'[: faults != 1]}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataReport:
    """All proofs of one folder of data."""

    proofs: tuple[Proof, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for proof in self.proofs for finding in proof.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCommand:
    """`argv` as the repository's people would type it, relative to the component."""

    kind: str
    argv: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectCase:
    """`cases/detect/<case>/expected.toml`: what must be found in the files beside it, and what not.
    Technologies that are named in neither list are free."""

    language: str
    technologies: tuple[str, ...]
    absent: tuple[str, ...] = ()
    commands: tuple[ExpectedCommand, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCounts:
    examined: int
    passed: int
    failed: int
    skipped: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFinding:
    path: str
    line: int
    severity: str = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRun:
    """`cases/checks/<case>/expected.toml`: what a reader must read from a real output, recorded
    beside it as output.txt, errors.txt and report.txt. `tool` is the version that printed it."""

    tool: str
    argv: tuple[str, ...]
    reader: str
    exit_code: int
    proves: bool
    counts: ExpectedCounts
    findings: tuple[ExpectedFinding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeCase:
    """`recipes/<id>/cases/<case>/request.toml`: the capability asked for in the repository of
    `before/`. It gives `after/`, or is there already (`already` holds a text of each sign that is named),
    or is refused for reasons that hold the texts of `refuses`."""

    name: str
    already: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
