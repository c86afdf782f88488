"""Definitions of agents that come with the package, as Markdown."""

from __future__ import annotations

from backend_agent.catalog.load import OUR_DATA
from backend_agent.world.files import read_file

OUR_AGENT = "backend-agent"


def read_definition(name: str = OUR_AGENT) -> str:
    """The text of `data/agents/NAME.md`. Raises InputError where there is none."""
    return read_file(OUR_DATA / "agents" / f"{name}.md").decode("utf-8")
