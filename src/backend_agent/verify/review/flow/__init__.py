"""Follows what comes from outside from where it is read to where it may harm."""

from __future__ import annotations

from backend_agent.verify.review.flow.functions import Functions
from backend_agent.verify.review.flow.search import Reached, find_flows

__all__ = ["Functions", "Reached", "find_flows"]
