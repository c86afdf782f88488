"""Shows a Plan: what was understood, the files, the sections, and what is refused."""

from __future__ import annotations

import click

from backend_agent.cli.answer import print_table, say, say_item
from backend_agent.values.changes import Refusal
from backend_agent.values.plan import Plan, Section

MOST_OF_ONE_REASON = 4


def show_plan(plan: Plan) -> None:
    """A person's view; `--json` has everything."""
    if is_done_already(plan):
        say(f"nothing to do: {plan.sections[0].none_because}", colour="green")
        return
    _show_task(plan)
    if plan.files:
        click.echo()
        rows = [(file.path, file.action, file.purpose) for file in plan.files]
        print_table(("file", "", "why"), rows, cut=2)
        click.echo()
    for section in _list_sections(plan):
        click.secho(section.id, bold=True)
        for item in section.items:
            say_item(item)
        if section.none_because:
            say_item(f"none, because {section.none_because}", lead="  ")
    show_refusals(plan.refusals)
    if plan.possible_with:
        click.secho("what would make it possible", bold=True)
        for way in plan.possible_with:
            say_item(way)


def is_done_already(plan: Plan) -> bool:
    """Everything that was asked for is there: no step, nothing refused, nothing to make possible."""
    nothing = not (plan.steps or plan.refusals or plan.possible_with)
    return nothing and bool(plan.sections)


def is_feasible(plan: Plan) -> bool:
    """An engine can do at least a part of it; the steps of an open task are for a person."""
    return any(step.maker != "none" for step in plan.steps)


def _show_task(plan: Plan) -> None:
    say(plan.task.text, bold=True)
    if plan.task.command and plan.task.command != f"backend-agent {plan.task.text}":
        say(f"  = {plan.task.command}")
    for assumption in plan.task.assumptions:
        say_item(assumption, lead="  assumed: ")
    for similar in plan.similar if plan.steps else ():
        say_item("; ".join(similar.reasons) or similar.resource, lead="  similar: ")


def _list_sections(plan: Plan) -> tuple[Section, ...]:
    """None where nothing is done; the table of files is not told twice."""
    if not plan.steps:
        return ()
    return tuple(each for each in plan.sections if each.id != "files" or not plan.files)


def show_refusals(refusals: tuple[Refusal, ...]) -> None:
    """Each with its place, its reason and the text a person can paste; those that have only the
    reason in common are told together."""
    plain: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        if refusal.snippet:
            say(f"refused: {_place(refusal)}", colour="yellow")
            say_item(f"because {refusal.reason}", lead="  ")
            for line in refusal.snippet.splitlines():
                say(f"    {line}")
        else:
            plain.setdefault(refusal.reason, []).append(refusal)
    for reason, alike in plain.items():
        for refusal in alike[:MOST_OF_ONE_REASON]:
            say(f"refused: {_place(refusal)}", colour="yellow")
        if len(alike) > MOST_OF_ONE_REASON:
            click.echo(f"  and {len(alike) - MOST_OF_ONE_REASON} more (all with --json)")
        say_item(f"because {reason}", lead="  ")


def _place(refusal: Refusal) -> str:
    return f"{refusal.subject} ({refusal.path}:{refusal.line})" if refusal.path else refusal.subject
