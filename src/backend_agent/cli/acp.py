"""`backend-agent acp`: the door for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backend_agent.cli.llm_options import llm_options
from backend_agent.cli.options import sandbox_option


@click.command(short_help="Serve an editor that speaks the Agent Client Protocol.")
@sandbox_option
@llm_options
@click.pass_obj
def acp(_repository: Path, /, sandbox: str, **wishes: Any) -> int:
    """Each prompt is a run: plan, calls with diffs and questions go to the editor, the change to a branch.

    \b
    Example:
      backend-agent acp --llm sonnet --mode ask
    """
    from backend_agent.acp import serve_editor
    from backend_agent.equip import Wishes
    from backend_agent.values.run import RunOptions

    serve_editor(Wishes(**wishes), RunOptions(require_sandbox=sandbox == "require"))
    return 0
