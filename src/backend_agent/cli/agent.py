"""`backend-agent agent`: the agent as other programs run it."""

from __future__ import annotations

import click

from backend_agent.cli.agent_install import install, uninstall


@click.group()
def agent() -> None:
    """The agent inside the program that you use already.

    \b
    Example:
      backend-agent agent install --host claude
    """


agent.add_command(install)
agent.add_command(uninstall)
