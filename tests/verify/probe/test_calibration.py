"""The probe as an instrument: the control passes everything that it is asked."""

from __future__ import annotations

from backend_agent.catalog import load_catalog
from backend_agent.values.probe import ProbeArea
from backend_agent.verify.probe.ruling import CHECKS
from tests.verify.probe.harness import probe_control

DECLARED = [each for area in load_catalog().documents(ProbeArea) for each in area.value.checks]
# They wait for a slow connection to be closed, or burden the machine.
LONG = {"R11", "R12", "K12", "K13"}


def test_every_declared_check_exists_and_every_check_is_declared() -> None:
    assert sorted(each.id for each in DECLARED) == sorted(CHECKS)


def test_the_control_passes_every_question() -> None:
    only = [each.id for each in DECLARED if each.id not in LONG]
    report = probe_control(only=only, depth="deep")
    assert report.blocked == ""
    odd = [
        (each.check, each.ruling, each.reason) for each in report.answers if each.ruling != "pass"
    ]
    assert odd == []
