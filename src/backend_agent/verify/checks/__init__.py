"""Checks: tools of the component run with readers that count, before and after the change."""

from __future__ import annotations

from backend_agent.verify.checks.areas import Areas, find_areas
from backend_agent.verify.checks.plan import plan_checks
from backend_agent.verify.checks.planned import CheckStep, PlannedCheck, kind_of
from backend_agent.verify.checks.repair import Repair, propose_repairs
from backend_agent.verify.checks.run import Bench, run_checks

__all__ = [
    "Areas",
    "Bench",
    "CheckStep",
    "PlannedCheck",
    "Repair",
    "find_areas",
    "kind_of",
    "plan_checks",
    "propose_repairs",
    "run_checks",
]
