"""Shows a Stack: one block per component, every line with where it was read."""

from __future__ import annotations

import shlex

import click

from backend_agent.cli.answer import print_table
from backend_agent.values.stack import Command, Component, Stack

MAX_PATHS = 3


def show_stack(stack: Stack) -> None:
    """All components, the likeliest backend first, then what could not be decided."""
    for component in stack.components:
        show_component(component)
    if stack.documents:
        click.echo("read: " + ", ".join(str(document) for document in stack.documents))
    for unknown in stack.unknown:
        click.secho(f"unknown: {unknown}", fg="yellow")


def show_component(component: Component) -> None:
    click.secho(f"\n{component.name}", bold=True, nl=False)
    runtime = f"{component.language} {component.runtime_version}".strip()
    click.echo(f"  {component.path or '.'}  {runtime}")
    print_table(
        "",
        ("kind", "technology", "version", "evidence"),
        [
            (
                found.kind,
                _name(found.title, found.status, found.replaced_by),
                found.version,
                _first(found.evidence),
            )
            for found in component.technologies
        ],
    )
    if component.commands:
        print_table(
            "", ("command", "", "from"), [_command_row(command) for command in component.commands]
        )
    architecture = component.architecture
    click.echo(
        f"architecture: {architecture.name}"
        + (f" ({architecture.reason})" if architecture.reason else "")
    )
    for layer in component.layers:
        shown = ", ".join(layer.paths[:MAX_PATHS])
        more = f" (+{len(layer.paths) - MAX_PATHS})" if len(layer.paths) > MAX_PATHS else ""
        click.echo(f"  {layer.role:<13} {shown}{more}")
    if component.conventions:
        print_table(
            "",
            ("convention", "", "kept by"),
            [(habit.name, habit.value, f"{habit.share:.0%}") for habit in component.conventions],
        )
    for similar in component.similar:
        click.echo(f"similar: {similar.resource} — {'; '.join(similar.reasons)}")


def _name(title: str, status: str, replaced_by: tuple[str, ...]) -> str:
    if status in ("active", ""):
        return title
    return f"{title} ({status}" + (f" → {', '.join(replaced_by)})" if replaced_by else ")")


def _first(evidence: tuple[object, ...]) -> str:
    return str(evidence[0]) if evidence else ""


def _command_row(command: Command) -> tuple[str, str, str]:
    place = f"(in {command.cwd}) " if command.cwd else ""
    source = (
        "a guess"
        if command.origin == "default"
        else f"{command.origin} {command.evidence or ''}".strip()
    )
    return command.kind, place + shlex.join(command.argv), source
