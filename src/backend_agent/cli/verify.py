"""`backend-agent verify`: judges the tree as it is, whoever changed it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from backend_agent.cli.options import (
    component_option,
    env_file_option,
    json_option,
    sandbox_option,
    strict_option,
)
from backend_agent.cli.work import Choices, show_delivery


@click.command()
@click.option(
    "--base",
    default="",
    metavar="REV",
    help="Judge against this revision instead of the merge-base.",
)
@click.option(
    "--gate", is_flag=True, help="For hooks: JSON, a reason for each failure, quiet when green."
)
@component_option
@env_file_option
@sandbox_option
@strict_option
@json_option
@click.pass_obj
def verify(
    repository: Path,
    base: str,
    gate: bool,
    component: str | None,
    env_file: Path | None,
    sandbox: str,
    strict: bool,
    as_json: bool,
) -> int:
    """Verify what changed since the default branch, committed or not, by really running.

    \b
    Example:
      backend-agent verify --base main
    """
    import backend_agent as api
    from backend_agent.cli.progress import watch_progress
    from backend_agent.values.event import ignore_event

    choices = Choices(component=component, env_file=env_file, sandbox=sandbox, strict=strict)
    options = replace(choices.options(), base=base)
    listener = ignore_event if gate else watch_progress()
    delivery = api.verify_repository(repository, options, on_event=listener)
    if gate:
        click.echo(api.gate_text(delivery))
        return 0 if delivery.verdict != "unverified" else 1
    return show_delivery(delivery, strict=strict, as_json=as_json)
