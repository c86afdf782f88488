"""The published shape of every `--json` answer, made from the dataclasses that are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorAnswer:
    """An error with `--json`: `error` is its section of errors.md, `hint` what to do about it."""

    error: str
    message: str
    hint: str
    exit_code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFailure:
    check: str
    reason: str
    findings: tuple[str, ...]
    log: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateSkipped:
    check: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GateShape:
    """`kept_since` is when an unchanged tree was judged, "" when it was judged now."""

    verdict: str
    headline: str
    failures: tuple[GateFailure, ...]
    not_run: tuple[GateSkipped, ...]
    kept_since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """`name` is the file's; `commands` print it; `shape` is what is printed."""

    name: str
    commands: tuple[str, ...]
    shape: object


def list_answers() -> tuple[Answer, ...]:
    """Every answer but the report, which has a page of its own, and the definitions of agents, which
    are for reading."""
    from backend_agent.cli.agent_install import InstallAnswer
    from backend_agent.values.plan import Plan
    from backend_agent.values.probe import ProbeReport
    from backend_agent.values.proof import DataReport
    from backend_agent.values.run import RunRecord
    from backend_agent.values.stack import SimilarFile, Stack
    from backend_agent.world.apply import Applied, Undone

    return (
        Answer(name="stack", commands=("backend-agent", "detect"), shape=Stack),
        Answer(name="similar", commands=("detect --similar",), shape=tuple[SimilarFile, ...]),
        Answer(name="plan", commands=("plan",), shape=Plan),
        Answer(name="probe", commands=("probe",), shape=ProbeReport),
        Answer(name="runs", commands=("runs list",), shape=tuple[RunRecord, ...]),
        Answer(name="applied", commands=("runs apply",), shape=Applied),
        Answer(name="undone", commands=("runs undo",), shape=Undone),
        Answer(name="gate", commands=("verify --gate",), shape=GateShape),
        Answer(name="install", commands=("agent install", "agent uninstall"), shape=InstallAnswer),
        Answer(name="data-report", commands=("check-data",), shape=DataReport),
        Answer(name="error", commands=("any command that fails",), shape=ErrorAnswer),
    )


def render_schemas() -> Iterator[tuple[str, str]]:
    """Name and text of every schema file."""
    from backend_agent.deliver.json_report import write_schema

    for answer in list_answers():
        yield (
            f"{answer.name}.schema.json",
            write_schema(answer.shape, f"backend-agent {answer.name}"),
        )
