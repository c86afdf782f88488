"""`backend-agent add resource|field|capability`: the operations the embedded engines do."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from backend_agent.cli.options import like_option
from backend_agent.cli.work import Choices, work_on, working_options


@click.group()
def add() -> None:
    """Add a resource or a field by analogy, or a capability by recipe."""


@add.command()
@click.argument("name")
@click.argument("fields", nargs=-1, required=True)
@like_option
@working_options
@click.pass_obj
def resource(
    repository: Path,
    name: str,
    fields: tuple[str, ...],
    like: str | None,
    choices: Choices,
    as_json: bool,
) -> int:
    """Add the resource NAME, written like the repository's own best example.

    FIELD is name:type[/arguments][:optional|unique|index|min=…|max=…|default=…]; types: string text int
    bigint decimal money float bool date datetime uuid enum json email url ref.

    \b
    Example:
      backend-agent add resource order customer_name:string total:decimal \\
        quantity:int:min=1 shipped:bool notes:text:optional
    """
    import backend_agent as api
    from backend_agent.values.task import AddResource, Task

    command = shlex.join(["add", "resource", name, *fields])
    task = Task(
        text=command,
        operation=AddResource(resource=api.parse_resource((name, *fields)), like=like),
        command=f"backend-agent {command}",
    )
    return work_on(repository, task, choices, as_json=as_json)


@add.command()
@click.argument("resource")
@click.argument("fields", nargs=-1, required=True)
@working_options
@click.pass_obj
def field(
    repository: Path,
    resource: str,
    fields: tuple[str, ...],
    choices: Choices,
    as_json: bool,
) -> int:
    """Add each FIELD to the RESOURCE that is there, in every layer that lists its fields.

    FIELD is written as for `add resource`. The migration keeps rows that are there: an optional field
    is null in them, a required one gets its default, or a neutral value that the report names.

    \b
    Example:
      backend-agent add field order priority:int:optional quantity:int:default=1
    """
    import backend_agent as api
    from backend_agent.values.task import AddField, Task

    given = api.parse_resource((resource, *fields))
    command = shlex.join(["add", "field", resource, *fields])
    task = Task(
        text=command,
        operation=AddField(resource=given.name, fields=given.fields),
        command=f"backend-agent {command}",
    )
    return work_on(repository, task, choices, as_json=as_json)


@add.command()
@click.argument("name")
@working_options
@click.pass_obj
def capability(
    repository: Path,
    name: str,
    choices: Choices,
    as_json: bool,
) -> int:
    """Add the capability NAME by its recipe: new files, and minimal inserts into yours.

    \b
    Example:
      backend-agent add capability health-probes
    """
    from backend_agent.values.task import AddCapability, Task

    command = shlex.join(["add", "capability", name])
    task = Task(
        text=command, operation=AddCapability(name=name), command=f"backend-agent {command}"
    )
    return work_on(repository, task, choices, as_json=as_json)
