"""The tree of commands: one verb per phase, each in its own small module."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli import (
    acp,
    add,
    agent,
    check_data,
    completion,
    detect,
    mcp,
    new,
    plan,
    probe,
    remove,
    review,
    run,
    runs,
    screen,
    verify,
)
from backend_agent.cli.answer import is_coloured
from backend_agent.values.version import VERSION


class InOrder(click.Group):
    """Lists its commands in the order of a day's work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(
    cls=InOrder,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Exit codes: 0 good · 1 findings or failed checks · 2 wrong input · 3 our bug
            4 refused, or no engine can do it · 5 stopped by a budget · 130 interrupted""",
)
@click.version_option(VERSION, prog_name="backend-agent")
@click.option(
    "-C",
    "--repository",
    "path",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Work on this folder.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def root(context: click.Context, path: Path, as_json: bool) -> int | None:
    """A senior backend engineer you can run: changes that follow the repository's own patterns,
    proved by really running.

    \b
    Example:
      backend-agent                      what this repository is, and what to do next
      backend-agent add resource order customer_name:string total:decimal
    """
    context.obj = path
    context.color = is_coloured()
    if context.invoked_subcommand is None:
        return screen.show_screen(path, as_json=as_json)
    return None


for command in (
    detect.detect,
    plan.plan,
    run.run,
    add.add,
    remove.remove,
    new.new,
    verify.verify,
    review.review,
    probe.probe,
    runs.runs,
    check_data.check_data,
    agent.agent,
    mcp.mcp,
    acp.acp,
    completion.completion,
):
    root.add_command(command)
