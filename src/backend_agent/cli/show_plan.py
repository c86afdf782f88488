"""Shows a Plan: what was understood, the files, the sections, and what is refused."""

from __future__ import annotations

import click

from backend_agent.cli.answer import print_table
from backend_agent.values.changes import Refusal
from backend_agent.values.plan import Plan


def show_plan(plan: Plan) -> None:
    """A person's view; `--json` has everything."""
    click.secho(plan.task.text, bold=True)
    if plan.task.command:
        click.echo(f"  = {plan.task.command}")
    for assumption in plan.task.assumptions:
        click.echo(f"  assumed: {assumption}")
    for similar in plan.similar:
        click.echo(
            f"  similar: {similar.resource} ({similar.score:.2f}) — {'; '.join(similar.reasons)}"
        )
    if plan.files:
        print_table(
            "", ("file", "", "why"), [(file.path, file.action, file.purpose) for file in plan.files]
        )
    for section in plan.sections:
        click.secho(section.id, bold=True)
        for item in section.items:
            click.echo(f"  - {item}")
        if section.none_because:
            click.echo(f"  none, because {section.none_because}")
    show_refusals(plan.refusals)
    if plan.possible_with:
        click.secho("what would make it possible", bold=True)
        for way in plan.possible_with:
            click.echo(f"  - {way}")


def show_refusals(refusals: tuple[Refusal, ...]) -> None:
    """Each with its place, its reason and the text a person can paste."""
    for refusal in refusals:
        place = f" ({refusal.path}:{refusal.line})" if refusal.path else ""
        click.secho(f"refused: {refusal.subject}{place}", fg="yellow")
        click.echo(f"  because {refusal.reason}")
        for line in refusal.snippet.splitlines():
            click.echo(f"    {line}")
