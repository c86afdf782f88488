"""`backend-agent agent list|check|show`: definitions of agents, found, judged and written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend_agent.cli.options import json_option

if TYPE_CHECKING:
    from backend_agent.values.definition import AgentDefinition, DefinitionsFound

SHOWN = 60


@click.command("list")
@click.option(
    "--agent",
    "named",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A definition that goes before all others.",
)
@json_option
@click.pass_obj
def list_agents(repository: Path, named: tuple[Path, ...], as_json: bool) -> int:
    """List the definitions of .agents, .claude/agents, .codex and our own; broken files by line.

    \b
    Example:
      backend-agent agent list --json
    """
    from backend_agent.agents import find_definitions
    from backend_agent.catalog import OUR_DATA

    found = find_definitions(
        repository.resolve(), home=Path.home(), named=named, package=OUR_DATA / "agents"
    )
    return _show(found, as_json=as_json)


@click.command("check")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def check_agents(paths: tuple[Path, ...], as_json: bool) -> int:
    """Check the definitions in files, or in all Markdown below folders.

    Folders named skills, commands, prompts, rules and node_modules hold none and are not entered.

    \b
    Example:
      backend-agent agent check .claude/agents
    """
    from backend_agent.agents import check_definitions

    return _show(check_definitions(paths), as_json=as_json)


@click.command("show")
def show_agent() -> int:
    """Print our own definition, made from the workflow and the standards.

    \b
    Example:
      backend-agent agent show > .claude/agents/backend-agent.md
    """
    import backend_agent as api
    from backend_agent.agents import render_definition

    click.echo(render_definition(api.list_standards()), nl=False)
    return 0


def _show(found: DefinitionsFound, *, as_json: bool) -> int:
    from backend_agent.cli.answer import print_json, print_table

    if as_json:
        print_json(found)
        return 1 if found.faults else 0
    if found.definitions:
        rows = [_row(each) for each in found.definitions]
        print_table(("agent", "model", "tools", "when", "from"), rows, cut=3)
    for each in found.definitions:
        for note in each.notes:
            click.secho(f"note: {note}", fg="yellow")
    for shadowed in found.shadowed:
        click.echo(f"hidden by a nearer one: {shadowed.name} ({shadowed.path})")
    for fault in found.faults:
        click.secho(f"broken: {fault}", fg="red")
    counts = f"{len(found.definitions)} definitions, {len(found.faults)} broken"
    click.echo(f"{counts}, {len(found.documents)} documents that define no agent")
    return 1 if found.faults else 0


def _row(each: AgentDefinition) -> tuple[str, ...]:
    tools = "all" if each.tools is None else ", ".join(str(tool) for tool in each.tools)
    when = " ".join(each.description.reveal().split())
    shown = when if len(when) <= SHOWN else f"{when[: SHOWN - 1]}…"
    return each.name, each.model, tools, shown, each.path
