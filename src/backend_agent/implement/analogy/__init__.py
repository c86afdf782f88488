"""Adds a resource by transplanting the repository's own best exemplar; knows no language by name."""

from __future__ import annotations

from backend_agent.implement.analogy.add_field import add_field
from backend_agent.implement.analogy.engine import add_resource
from backend_agent.implement.analogy.ranking import rank_exemplars

__all__ = ["add_field", "add_resource", "rank_exemplars"]
