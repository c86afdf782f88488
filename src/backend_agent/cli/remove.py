"""`backend-agent remove resource|field`: what was added is taken out again, exactly or not at all."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from backend_agent.cli.work import Choices, work_on, working_options


@click.group()
def remove() -> None:
    """Take a resource or a field out again, exactly or not at all."""


@remove.command()
@click.argument("name")
@working_options
@click.pass_obj
def resource(
    repository: Path,
    name: str,
    choices: Choices,
    as_json: bool,
) -> int:
    """Take the resource NAME out whole: files, registrations, tests, table.

    What a run added is taken back as it came, byte for byte; anything else by what belongs to it, and
    only where nothing else uses it. A migration that a commit holds stays, and a new one takes it back.

    \b
    Example:
      backend-agent remove resource order
    """
    import backend_agent as api

    task = api.understand_task(shlex.join(["remove", "resource", name]), packs=choices.packs)
    return work_on(repository, task, choices, as_json=as_json)


@remove.command()
@click.argument("resource")
@click.argument("names", nargs=-1, required=True)
@working_options
@click.pass_obj
def field(
    repository: Path,
    resource: str,
    names: tuple[str, ...],
    choices: Choices,
    as_json: bool,
) -> int:
    """Take the fields NAMES out of the RESOURCE wherever they are listed.

    Refused where one is more than an element of a list: in a condition, a query, a computed value.

    \b
    Example:
      backend-agent remove field order priority
    """
    import backend_agent as api

    task = api.understand_task(
        shlex.join(["remove", "field", resource, *names]), packs=choices.packs
    )
    return work_on(repository, task, choices, as_json=as_json)
