"""`backend-agent` alone: one screen with the stack, how to test it, and the next commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from backend_agent.cli.answer import say

if TYPE_CHECKING:
    from pathlib import Path

    from backend_agent.values.stack import Component, Stack

SHOWN_KINDS = (
    "framework", "orm", "migration", "database", "test", "linter", "types", "package-manager",
)  # fmt: skip
SHOWN_COMMANDS = ("start", "test", "lint", "types", "migrate")
NEXT = (
    ("add a resource", "backend-agent add resource order name:string total:decimal"),
    ("judge a change", "backend-agent verify"),
    ("see everything", "backend-agent detect"),
)
PLAN_FIRST = ("plan a task", 'backend-agent plan "add an orders resource"')


def show_screen(path: Path, *, as_json: bool) -> int:
    """What this is, how it runs, what it is written like, and the three most useful commands."""
    import backend_agent as api
    from backend_agent.cli.answer import print_json

    stack = api.detect_repository(path)
    if as_json:
        print_json(stack)
        return 0
    component = stack.components[0]
    _show_facts(stack, component)
    _show_commands(component)
    _show_next(component)
    return 0


def _show_facts(stack: Stack, component: Component) -> None:
    from backend_agent.cli.show_stack import name_technology

    others = len(stack.components) - 1
    more = f"  (+{others} more: backend-agent detect)" if others else ""
    click.secho(component.name, bold=True, nl=False)
    say(f"  {component.path or '.'}{more}")
    runtime = " ".join(part for part in (component.language, component.runtime_version) if part)
    _say_fact("runtime", runtime)
    for kind in SHOWN_KINDS:
        names = [name_technology(each) for each in component.technologies if each.kind == kind]
        if names:
            _say_fact(kind, ", ".join(names))
    _say_fact("architecture", component.architecture.name)
    if component.similar:
        _say_fact("written like", ", ".join(each.resource for each in component.similar[:3]))
    for found in component.technologies:
        if found.status in ("deprecated", "archived") and found.kind not in SHOWN_KINDS:
            _say_fact(found.kind, name_technology(found), colour="yellow")


def _show_commands(component: Component) -> None:
    from backend_agent.cli.show_stack import order_commands, spell_command

    ordered = order_commands(component.commands)
    first = {command.kind: command for command in reversed(ordered)}
    shown = [first[kind] for kind in SHOWN_COMMANDS if kind in first]
    if shown:
        click.echo()
    for command in shown:
        mark = "  (a guess)" if command.origin == "default" else ""
        _say_fact(command.kind, spell_command(command) + mark)


def _show_next(component: Component) -> None:
    click.secho("\nnext", bold=True)
    for label, command in NEXT if component.similar else (PLAN_FIRST, *NEXT[1:]):
        _say_fact(label, command)


def _say_fact(label: str, text: str, *, colour: str = "") -> None:
    say(f"  {label:<16} {text}", colour=colour)
