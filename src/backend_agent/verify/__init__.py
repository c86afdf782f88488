"""ChangeSet to Verification: does it hold? What ran, what it found, what could not run and why."""

from __future__ import annotations

from backend_agent.verify.before import BaseTree
from backend_agent.verify.change import Judgement, OpenSession, verify_change
from backend_agent.verify.checks import Repair, propose_repairs

__all__ = ["BaseTree", "Judgement", "OpenSession", "Repair", "propose_repairs", "verify_change"]
