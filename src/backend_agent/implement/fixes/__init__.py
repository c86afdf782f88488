"""Mends what the review finds: minimal edits that are data, each proved to do away with its finding."""

from backend_agent.implement.fixes.engine import fix_findings
from backend_agent.implement.fixes.reviewer import Reviewer

__all__ = ["Reviewer", "fix_findings"]
