"""Reads the progress of an image build: the steps that ran and the one that failed."""

from __future__ import annotations

import re

from backend_agent.values.process import Completed
from backend_agent.values.verification import Counts, Finding
from backend_agent.verify.checks.readers.reading import Reading, read_nothing

STEP = re.compile(r"(?m)^(?:#\d+ \[[^\]\n]*?\d+/\d+\]|STEP \d+(?:/\d+)?:|Step \d+/\d+ :)\s*(.*)$")
FAULT = re.compile(r"(?m)^(?:ERROR: |Error: |error building .*: )(.*)$")
NO_ENGINE = re.compile(
    r"(?i)cannot connect to the .*daemon|is the docker daemon running|permission denied.*sock"
)


def read_docker_build(completed: Completed, _report: str) -> Reading:
    """No engine that answers is "not checked"; a build of no step proves nothing."""
    text = f"{completed.output}\n{completed.errors}"
    if NO_ENGINE.search(text):
        return read_nothing("no container engine", "steps")
    steps = len(set(STEP.findall(text)))
    if completed.succeeded:
        blind = "" if steps else "the build printed no step"
        return Reading(counts=Counts(examined=steps, passed=steps), blind=blind, unit="steps")
    faults = FAULT.findall(text)
    finding = Finding(source="image", message=(faults[-1] if faults else "the build failed")[:400])
    return Reading(
        counts=Counts(examined=max(steps, 1), passed=max(steps - 1, 0), failed=1),
        findings=(finding,),
        unit="steps",
    )
