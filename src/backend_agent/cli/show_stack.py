"""Shows a Stack: one block per component, every line with where it was read."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

import click

from backend_agent.cli.answer import print_table, say, say_item
from backend_agent.values.stack import Command, Component, FoundTechnology, Stack

MAX_PATHS = 2
KINDS = (
    "language", "framework", "orm", "migration", "database", "cache", "queue", "storage",
    "validation", "auth", "test", "linter", "formatter", "types", "package-manager", "container", "ci",
)  # fmt: skip
COMMANDS = (
    "install", "start", "test", "lint", "format", "types", "migrate", "build", "image", "audit",
)  # fmt: skip


def show_stack(stack: Stack) -> None:
    """All components, the likeliest backend first, then what could not be decided."""
    for component in stack.components:
        show_component(component)
    click.echo()
    if stack.documents:
        say_item(", ".join(str(document) for document in stack.documents), lead="read: ")
    for unknown in stack.unknown:
        say(f"unknown: {unknown}", colour="yellow")


def show_component(component: Component) -> None:
    runtime = f"{component.language} {component.runtime_version}".strip()
    click.echo()
    click.secho(component.name, bold=True, nl=False)
    say(f"  {component.path or '.'}  {runtime}")
    if component.technologies:
        rows = [_technology_row(found) for found in order_technologies(component.technologies)]
        _show_part(("kind", "technology", "read in"), rows)
    if component.commands:
        commands = order_commands(component.commands)
        _show_part(("command", "", "read in"), [_command_row(each) for each in commands])
    if component.layers:
        rows = [(layer.role, str(len(layer.paths)), _name_some(layer.paths))
                for layer in component.layers]  # fmt: skip
        _show_part(("layer", "files", ""), rows, cut=2)
    if component.conventions:
        habits = [(each.name, each.value, f"{each.share:.0%}") for each in component.conventions]
        _show_part(("convention", "", "kept by"), habits)
    click.echo()
    architecture = component.architecture
    reason = f" ({architecture.reason})" if architecture.reason else ""
    say_item(f"{architecture.name}{reason}", lead="architecture: ")
    for similar in component.similar:
        say_item("; ".join(similar.reasons) or similar.resource, lead="similar: ")


def order_technologies(found: Iterable[FoundTechnology]) -> list[FoundTechnology]:
    """What a backend is made of first, then what surrounds it."""
    return sorted(found, key=lambda each: _rank(KINDS, each.kind))


def order_commands(commands: Iterable[Command]) -> list[Command]:
    """In the order of a working day; a guess is shown only where nothing better is known."""
    given = list(commands)
    known = {command.kind for command in given if command.origin != "default"}
    kept = [each for each in given if each.origin != "default" or each.kind not in known]
    return sorted(kept, key=lambda each: _rank(COMMANDS, each.kind))


def spell_command(command: Command) -> str:
    """As it is typed at the root of the repository."""
    line = shlex.join(command.argv)
    return f"cd {shlex.quote(command.cwd)} && {line}" if command.cwd else line


def name_technology(found: FoundTechnology) -> str:
    """Title and version; the package that speaks to a database has a version, not the database."""
    version = found.version
    if found.kind == "database" and version:
        version = f"(driver {version})"
    title = f"{found.title} {version}".strip()
    if found.status in ("active", ""):
        return title
    successor = f" → {', '.join(found.replaced_by)}" if found.replaced_by else ""
    return f"{title} ({found.status}{successor})"


def _show_part(
    headings: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, cut: int | None = None
) -> None:
    click.echo()
    print_table(headings, rows, cut=cut)


def _rank(order: tuple[str, ...], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)


def _technology_row(found: FoundTechnology) -> tuple[str, ...]:
    return found.kind, name_technology(found), str(found.evidence[0]) if found.evidence else ""


def _command_row(command: Command) -> tuple[str, ...]:
    source = (
        "nowhere: a guess"
        if command.origin == "default"
        else f"{command.evidence or ''} ({command.origin})".strip()
    )
    return command.kind, spell_command(command), source


def _name_some(paths: tuple[str, ...]) -> str:
    more = len(paths) - MAX_PATHS
    return ", ".join(paths[:MAX_PATHS]) + (f", and {more} more" if more > 0 else "")
