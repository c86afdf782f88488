"""Proves the readers: each reads from recorded output of a real tool exactly what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from backend_agent.catalog import Case, list_cases
from backend_agent.proof.scope import Scope, find_fault
from backend_agent.values.process import Completed
from backend_agent.values.proof import ExpectedFinding, Proof, RecordedRun
from backend_agent.verify.checks.readers import Reading, find_reader
from backend_agent.world.tree import read_text


def prove_readings(scope: Scope) -> Proof:
    """Counts, places of findings, and whether the output proves anything at all."""
    cases = list_cases(scope.root, "checks", RecordedRun)
    findings = tuple(
        find_fault("recordings", case.path, fault) for case in cases for fault in _judge_case(case)
    )
    absent = "" if cases else "there are no recordings here"
    return Proof(subject="recordings", proved=len(cases), findings=findings, absent=absent)


def _judge_case(case: Case[RecordedRun]) -> Iterator[str]:
    expected = case.expected
    reading = _read_recording(case)
    counts = asdict(reading.counts)
    for name, number in asdict(expected.counts).items():
        if counts[name] != number:
            yield f"{expected.reader} counts {counts[name]} {name}, there are {number}"
    if reading.proves != expected.proves:
        wanted = "proves something" if expected.proves else "proves nothing"
        yield f"{expected.reader} does not see that this output {wanted}"
    found = {
        ExpectedFinding(path=each.path, line=each.line, severity=each.severity)
        for each in reading.findings
    }
    for missed in sorted(set(expected.findings) - found, key=str):
        yield f"{expected.reader} misses the fault at {missed.path}:{missed.line}"
    for invented in sorted(found - set(expected.findings), key=str):
        yield f"{expected.reader} tells of no fault at {invented.path}:{invented.line}"


def _read_recording(case: Case[RecordedRun]) -> Reading:
    texts = {path: read_text(case.tree, path) for path in case.tree.paths()}
    completed = Completed(
        argv=case.expected.argv,
        exit_code=case.expected.exit_code,
        output=texts.get("output.txt", ""),
        errors=texts.get("errors.txt", ""),
    )
    return find_reader(case.expected.reader)(completed, texts.get("report.txt", ""))
