"""A door for editors that speak the Agent Client Protocol over stdio."""

from __future__ import annotations

from backend_agent.acp.serve import serve_editor

__all__ = ["serve_editor"]
