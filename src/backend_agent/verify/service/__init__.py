"""A component's own service: started in its session, asked by the probe, and ended."""

from __future__ import annotations

from backend_agent.verify.service.asking import NO_START, Place, Wish, ask_component

__all__ = ["NO_START", "Place", "Wish", "ask_component"]
