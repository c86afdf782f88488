"""One screen that a person understands: what it is, how it is built, how it is run, what is in doubt."""

from __future__ import annotations

import click

from backend_agent.cli.answer import say, terminal_width
from backend_agent.cli.show_stack import name_technology, order_commands, spell_command
from backend_agent.values.stack import Command, Component, Need, Stack

WIDTH = 100
LABEL = 14
BUILT = (
    "framework", "orm", "migration", "database", "cache", "queue", "storage", "auth", "validation",
)  # fmt: skip
WORKSHOP = ("test", "linter", "formatter", "types", "package-manager", "container", "ci")
COMMANDS = ("install", "start", "test", "test-file", "lint", "format", "types", "migrate", "build")
CALLED = {"test-file": "one test"}
HABITS = (
    "faults are raised as", "error answers", "transactions", "identifiers", "table names",
    "tests are named", "logging",
)  # fmt: skip
MOST_HABITS = 4
MOST_LINKS = 6
MOST_COMPONENTS = 5


def show_summary(stack: Stack, component: Component) -> None:
    """At most about thirty lines; a guess is marked as one, and what is not known is said."""
    _show_head(stack, component)
    _show_built(component)
    _show_structure(stack, component)
    click.echo()
    _show_commands(component)
    _show_needs(component.needs)
    _show_doubt(stack, component)


def _show_head(stack: Stack, component: Component) -> None:
    runtime = " ".join(part for part in (component.language, component.runtime_version) if part)
    click.secho(component.name, bold=True, nl=False)
    say(f"  {component.path or '.'}  {runtime}, {stack.files} files")
    others = [each for each in stack.components if each is not component]
    if others:
        named = ", ".join(each.path or "." for each in others[:MOST_COMPONENTS])
        more = f" and {len(others) - MOST_COMPONENTS} more" if len(others) > MOST_COMPONENTS else ""
        say_fact("beside it", f"{named}{more}")


def _show_built(component: Component) -> None:
    for label, kinds in (("built with", BUILT), ("kept by", WORKSHOP)):
        named = [
            name_technology(each)
            for kind in kinds
            for each in component.technologies
            if each.kind == kind
        ]
        if named:
            say_fact(label, ", ".join(named))
    for found in component.technologies:
        if found.status in ("deprecated", "archived") and found.kind not in (*BUILT, *WORKSHOP):
            say_fact("outdated", name_technology(found), colour="yellow")


def _show_structure(stack: Stack, component: Component) -> None:
    architecture = component.architecture
    if architecture.name == "unknown":
        architecture = stack.architecture
    known = architecture.name != "unknown"
    reason = architecture.reason.partition(";")[0] if known else "no two signs agree"
    say_fact("architecture", f"{architecture.name} ({reason})")
    layers = [f"{layer.role} {len(layer.paths)}" for layer in component.layers]
    if layers:
        say_fact("layers", ", ".join(layers))
    wrong = component.imports.violations
    if wrong:
        each = max(wrong, key=lambda one: one.count)
        total = sum(one.count for one in wrong)
        place = f", first {each.evidence[0]}" if each.evidence else ""
        many = "imports go" if total > 1 else "import goes"
        text = f"{total} {many} against the layers: {each.importer} → {each.imported}{place}"
        say_fact("against it", text, colour="yellow")
    by_name = {each.name: each for each in component.conventions}
    if "middleware chain" in by_name:
        links = by_name["middleware chain"].value.split(" → ")
        more = f" → {len(links) - MOST_LINKS} more" if len(links) > MOST_LINKS else ""
        say_fact("middleware", " → ".join(links[:MOST_LINKS]) + more)
    if "access is checked by" in by_name:
        access = by_name["access is checked by"]
        said = ", ".join(f"{each.value} {each.count}" for each in access.counts[:MOST_HABITS])
        say_fact("access by", said)
    habits = [f"{name} {by_name[name].value}" for name in HABITS if name in by_name][:MOST_HABITS]
    if habits:
        say_fact("habits", "; ".join(habits))
    if component.similar:
        say_fact("written like", ", ".join(each.resource for each in component.similar))


def _show_commands(component: Component) -> None:
    first: dict[str, Command] = {}
    for command in order_commands(component.commands):
        first.setdefault(command.kind, command)
    for kind in COMMANDS:
        if kind not in first:
            continue
        command = first[kind]
        guess = "   a guess: nothing says so" if command.origin == "default" else ""
        runs = f"   → {'; '.join(command.runs[:2])}" if command.runs else ""
        say_fact(CALLED.get(kind, kind), f"{spell_command(command)}{guess or runs}")


def _show_needs(needs: tuple[Need, ...]) -> None:
    parts = []
    services = [each.name for each in needs if each.kind == "service"]
    variables = [each for each in needs if each.kind == "variable"]
    missing = [each.name for each in needs if each.kind == "tool" and each.present is False]
    if services:
        parts.append(", ".join(services))
    if variables:
        place = variables[0].evidence.path if variables[0].evidence else ""
        parts.append(f"{len(variables)} variables ({place})")
    if parts:
        say_fact("needs", "; ".join(parts))
    if missing:
        say_fact("not here", ", ".join(missing), colour="yellow")


def _show_doubt(stack: Stack, component: Component) -> None:
    if not any(command.kind == "test" for command in component.commands):
        say_fact("unknown", "no test command was found", colour="yellow")
    for each in stack.unknown[:3]:
        say_fact("unknown", each, colour="yellow")


def say_fact(label: str, text: str, *, colour: str = "") -> None:
    """One line; on a terminal it ends in … where the terminal does."""
    room = terminal_width()
    line = f"  {label:<{LABEL}} {text}"
    say(line if room is None or len(line) <= room else f"{line[: room - 1]}…", colour=colour)
