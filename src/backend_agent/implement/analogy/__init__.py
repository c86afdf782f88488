"""Adds a resource by transplanting the repository's own best exemplar; knows no language by name."""

from __future__ import annotations

from backend_agent.implement.analogy.add_field import add_field
from backend_agent.implement.analogy.engine import add_resource
from backend_agent.implement.analogy.ranking import rank_exemplars
from backend_agent.implement.analogy.remove_field import remove_field
from backend_agent.implement.analogy.remove_resource import remove_resource

__all__ = ["add_field", "add_resource", "rank_exemplars", "remove_field", "remove_resource"]
