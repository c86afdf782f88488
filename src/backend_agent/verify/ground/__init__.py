"""The ground that checks stand on: the component's own environment, its settings, its services."""

from __future__ import annotations

from backend_agent.verify.ground.ground import Ground, Served, prepare_ground

__all__ = ["Ground", "Served", "prepare_ground"]
