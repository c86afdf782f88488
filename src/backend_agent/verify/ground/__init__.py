"""The ground that checks stand on: the component's own environment, its settings, its services."""

from __future__ import annotations

from backend_agent.verify.ground.ground import Ground, prepare_ground

__all__ = ["Ground", "prepare_ground"]
