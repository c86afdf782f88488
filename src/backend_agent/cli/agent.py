"""`backend-agent agent`: the agent as other programs run it."""

from __future__ import annotations

import click

from backend_agent.cli.agent_definitions import check_agents, list_agents, show_agent
from backend_agent.cli.agent_install import install, uninstall


@click.group()
def agent() -> None:
    """The agent inside the program that you use already.

    \b
    Example:
      backend-agent agent install --host claude
    """


agent.add_command(list_agents)
agent.add_command(check_agents)
agent.add_command(show_agent)
agent.add_command(install)
agent.add_command(uninstall)
