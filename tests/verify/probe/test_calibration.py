"""The probe as an instrument: the control passes everything, and each mutant fails exactly what it breaks."""

from __future__ import annotations

import pytest

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeArea
from backend_agent.verify.probe.ruling import CHECKS
from tests.verify.probe.harness import probe_control
from tests.verify.probe.mutants import Mutant, read_mutants

DECLARED = [each for area in load_catalog().documents(ProbeArea) for each in area.value.checks]
# They wait for a slow connection to be closed, or burden the machine: in bench/probe.
LONG = {"R11", "R12", "K12", "K13"}
MUTANTS = read_mutants()
# One of each area, and the subtle ones; bench/probe runs all.
SAMPLE = """unknown-id-200-null sql-in-errors location-wrong-id etag-ignores-changes unique-race
offset-behind-cursor key-stored-after key-shared limit-by-forwarded signature-prefix reuse-not-punished
rotation-read-then-update read-without-owner role-by-update cors-suffix csrf-unchecked link-fetched
length-and-chunks token-logged ready-never-looks cuts-in-flight answer-wrong-type""".split()


def test_every_declared_check_exists_and_every_check_is_declared() -> None:
    assert sorted(each.id for each in DECLARED) == sorted(CHECKS)


def test_every_listed_check_was_seen_failing() -> None:
    seen = {check for mutant in MUTANTS for check in mutant.flips}
    assert sorted({each.id for each in DECLARED} - seen) == []


def test_the_control_passes_every_question() -> None:
    only = [each.id for each in DECLARED if each.id not in LONG]
    report = probe_control(only=only, depth="deep")
    assert report.blocked == ""
    odd = [
        (each.check, each.ruling, each.reason) for each in report.answers if each.ruling != "pass"
    ]
    assert odd == []


@pytest.mark.parametrize("name", SAMPLE)
def test_a_mutant_fails_exactly_what_it_breaks(name: str) -> None:
    mutant = next(each for each in MUTANTS if each.name == name)
    assert failures(mutant) == set(mutant.flips)


def failures(mutant: Mutant) -> set[str]:
    report = probe_control(mutant.mutations, only=mutant.questions(DECLARED), depth="deep")
    return {answer.check for answer in report.of("fail")}
