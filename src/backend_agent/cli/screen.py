"""`backend-agent` alone: one screen with the stack, how to test it, and the next commands."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from backend_agent.values.stack import Component, Stack

SHOWN_KINDS = (
    "framework",
    "orm",
    "migration",
    "database",
    "test",
    "linter",
    "formatter",
    "types",
    "package-manager",
)
SHOWN_COMMANDS = ("start", "test", "lint", "types", "migrate")


def show_screen(path: Path, *, as_json: bool) -> int:
    """What this is, how it runs, what it is written like, and the three most useful commands."""
    import backend_agent as api
    from backend_agent.cli.answer import print_json

    stack = api.detect_repository(path)
    if as_json:
        print_json(stack)
        return 0
    if not stack.components:
        click.echo("no backend was recognised here; `backend-agent detect` shows what was read")
        return 0
    component = stack.components[0]
    _show_facts(stack, component)
    _show_commands(component)
    _show_next(component)
    return 0


def _show_facts(stack: Stack, component: Component) -> None:
    others = len(stack.components) - 1
    click.secho(component.name, bold=True, nl=False)
    click.echo(f"  {component.path or '.'}" + (f"  (+{others} more components)" if others else ""))
    runtime = " ".join(part for part in (component.language, component.runtime_version) if part)
    click.echo(f"  {'runtime':<16} {runtime}")
    for kind in SHOWN_KINDS:
        titles = [
            # The version of a database's driver says nothing of the database.
            found.title if kind == "database" else f"{found.title} {found.version}".strip()
            for found in component.technologies
            if found.kind == kind
        ]
        if titles:
            click.echo(f"  {kind:<16} {', '.join(titles)}")
    click.echo(f"  {'architecture':<16} {component.architecture.name}")
    for found in component.technologies:
        if found.status in ("deprecated", "archived"):
            successor = ", ".join(found.replaced_by) or "a maintained successor"
            click.secho(f"  {found.title} is {found.status}: use {successor}", fg="yellow")


def _show_commands(component: Component) -> None:
    shown = [
        command for kind in SHOWN_COMMANDS for command in component.commands if command.kind == kind
    ][:6]
    if shown:
        click.echo()
    for command in shown:
        mark = "" if command.origin != "default" else "  (a guess)"
        click.echo(f"  {command.kind:<16} {shlex.join(command.argv)}{mark}")


def _show_next(component: Component) -> None:
    click.echo()
    names = ", ".join(similar.resource for similar in component.similar[:3])
    if names:
        click.echo(f"  {'written like':<16} {names}")
    click.secho("\nnext", bold=True)
    if names:
        click.echo(
            "  backend-agent add resource order customer_name:string total:decimal   a resource, like yours"
        )
    else:
        click.echo(
            '  backend-agent plan "add an orders resource"      files, risks and similar code'
        )
    click.echo(
        "  backend-agent verify                             judge what you changed, by really running"
    )
    click.echo(
        "  backend-agent detect                             everything that was read, with evidence"
    )
