"""The door for coding agents: the Model Context Protocol over standard input and output."""

from __future__ import annotations

from backend_agent.mcp.place import Place
from backend_agent.mcp.serve import serve_stdio

__all__ = ["Place", "serve_stdio"]
