"""Definitions of agents: found in the folders of several programs, read strictly, and our own written."""

from __future__ import annotations

from backend_agent.agents.find import check_definitions, find_definitions
from backend_agent.agents.phases import PHASES, PhaseGuide
from backend_agent.agents.render import render_definition

__all__ = ["PHASES", "PhaseGuide", "check_definitions", "find_definitions", "render_definition"]
