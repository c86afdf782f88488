"""The pages of docs/reference that are made from the commands: their help, and what `--json` prints."""

from __future__ import annotations

from collections.abc import Iterator

import click

from backend_agent.cli.root import root
from backend_agent.cli.schemas import list_answers

PROGRAM = "backend-agent"
WIDTH = 96
ABOUT = """# Commands

One verb per phase. Every command has `--help`; what it ends with is in [exit codes](exit-codes.md),
what it prints with `--json` in [the JSON answers](json/README.md).
"""
ABOUT_ANSWERS = """# JSON answers

With `--json` a command prints one JSON document on standard output and nothing else; progress and
errors go to standard error. The keys are stable: every key that a schema names is always there, a key
is removed or changes its meaning only with a new major version, and new keys may come at any time.
How to work with them is told in [the JSON answers explained](../../explanation/json.md).

| answer | schema | printed by |
|---|---|---|
"""
REPORTING = (
    "run", "add resource", "add field", "add capability", "remove resource", "remove field", "new",
    "verify", "runs show", "runs resume",
)  # fmt: skip


def render_commands() -> str:
    """The help of every command as a terminal shows it, groups first."""
    parts = ["\n" + ABOUT]
    for words, command, context in _walk(root, (PROGRAM,), None):
        parts.append(f"\n## {' '.join(words)}\n\n```text\n{command.get_help(context)}\n```\n")
    return "".join(parts)


def _walk(
    command: click.Command, words: tuple[str, ...], parent: click.Context | None
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    settings = {**command.context_settings, "terminal_width": WIDTH}
    context = click.Context(command, parent=parent, info_name=words[-1], **settings)
    yield words, command, context
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _walk(inner, (*words, name), context)


def render_answers() -> str:
    """A table of every answer, its schema, and the commands that print it."""
    reporting = ", ".join(f"`{each}`" for each in REPORTING)
    rows = [
        f"| report | [report](../report.schema.json), [explained](../report-schema.md) | {reporting} |"
    ]
    for answer in list_answers():
        printers = ", ".join(f"`{each}`" for each in answer.commands)
        rows.append(f"| {answer.name} | [{answer.name}]({answer.name}.schema.json) | {printers} |")
    return "\n" + ABOUT_ANSWERS + "\n".join(rows) + "\n"
