"""`backend-agent new NAME`: a complete small service, with the resources asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from backend_agent.cli.options import json_option, sandbox_option, strict_option
from backend_agent.cli.show_delivery import show_delivery
from backend_agent.cli.work import Choices, watch_run


@click.command(short_help="Create a complete service in a new folder, and verify it.")
@click.argument("name")
@click.option("--stack", default="fastapi", show_default=True, help="The blueprint to start from.")
@click.option(
    "--spec",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A backend.yaml with the resources of the service.",
)
@click.option(
    "--with", "capabilities", default="", metavar="A,B", help="Capabilities to add by recipe."
)
@click.option(
    "--no-verify", is_flag=True, help="Only create it; nothing is run, and the verdict says so."
)
@sandbox_option
@strict_option
@json_option
@click.pass_obj
def new(
    folder: Path,
    name: str,
    stack: str,
    spec: Path | None,
    capabilities: str,
    no_verify: bool,
    sandbox: str,
    strict: bool,
    as_json: bool,
) -> int:
    """Create the service NAME in a new folder of that name, and verify it.

    \b
    Example:
      backend-agent new my-shop --stack fastapi --spec backend.yaml
    """
    import backend_agent as api
    from backend_agent.values.errors import InputError
    from backend_agent.values.task import CreateService

    service = api.read_specification(spec) if spec else None
    if service is not None and service.name != name:
        raise InputError(
            f"{spec}: the service is called {service.name!r} there, and {name!r} here",
            hint="use one name for both",
        )
    resources = service.resources if service else ()
    asked = tuple(part.strip() for part in capabilities.split(",") if part.strip())
    operation = CreateService(name=name, stack=stack, resources=resources, capabilities=asked)
    choices = Choices(sandbox=sandbox, strict=strict)
    options = replace(choices.options(), verifies=not no_verify)
    with watch_run() as on_event:
        delivery = api.create_service(folder, operation, options, on_event=on_event)
    created = (folder / name).is_dir()
    shown = show_delivery(delivery, strict=strict, as_json=as_json, applied=created)
    if created and not as_json:
        click.echo(f"created in {folder / name}: a git repository with one commit")
        if service is not None and service.database:
            click.echo(f"to use {service.database}, set its variable; .env.example names it")
    return 0 if no_verify else shown
