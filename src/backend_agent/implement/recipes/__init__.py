"""Adds a capability by recipe: plan on a virtual tree, refuse rather than guess, twice is once."""

from backend_agent.implement.recipes.engine import add_capability, list_capabilities

__all__ = ["add_capability", "list_capabilities"]
