"""What `run`, `add` and `new` share: start a run, show what came of it, choose the exit code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from backend_agent.values.delivery import Delivery
    from backend_agent.values.run import RunOptions
    from backend_agent.values.task import Task


COLOURS = {"verified": "green", "partially verified": "yellow", "unverified": "red"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options of a working command as they were typed."""

    like: str | None = None
    component: str | None = None
    env_file: Path | None = None
    packs: tuple[Path, ...] = ()
    sandbox: str = "auto"
    strict: bool = False

    def options(self) -> RunOptions:
        from backend_agent.values.run import RunOptions

        return RunOptions(
            component=self.component or "",
            env_file=str(self.env_file.resolve()) if self.env_file else "",
            packs=tuple(str(pack.resolve()) for pack in self.packs),
            require_sandbox=self.sandbox == "require",
        )


def work_on(repository: Path, task: Task, choices: Choices, *, as_json: bool) -> int:
    """Run the task durably; a task that no engine can do shows its plan and ends with 4."""
    import backend_agent as api
    from backend_agent.cli.progress import watch_progress
    from backend_agent.values.task import AddResource

    if choices.like and isinstance(task.operation, AddResource):
        task = replace(task, operation=replace(task.operation, like=choices.like))
    if not as_json and task.command and task.command != f"backend-agent {task.text}":
        click.echo(f"understood as: {task.command}", err=True)
        for assumption in task.assumptions:
            click.echo(f"  assumed: {assumption}", err=True)
    delivery = api.start_run(repository, task, choices.options(), on_event=watch_progress())
    return show_delivery(delivery, strict=choices.strict, as_json=as_json)


def show_delivery(delivery: Delivery, *, strict: bool, as_json: bool, applied: bool = False) -> int:
    """The summary, and the exit code that its verdict stands for; what is `applied` needs no next step."""
    import backend_agent as api

    if as_json:
        click.echo(api.render_json(delivery))
        return exit_code(delivery, strict=strict)
    if delivery.plan is not None and not (delivery.changes.changes or delivery.changes.already):
        from backend_agent.cli.show_plan import show_plan

        show_plan(delivery.plan)
    head, *rest = api.summary_text(delivery).splitlines()
    click.secho(head, fg=COLOURS[delivery.verdict], bold=True)
    for line in rest:
        if not (applied and line.startswith("next: ")):
            click.echo(line)
    if delivery.run:
        click.echo(f"report: {api.find_reports(delivery.run).html}")
    return exit_code(delivery, strict=strict)


def exit_code(delivery: Delivery, *, strict: bool) -> int:
    """0 verified (or partially, unless strict) · 1 unverified · 4 nothing could be done."""
    if delivery.plan is not None and not delivery.changes.changes:
        return 0 if delivery.changes.already and not delivery.changes.refusals else 4
    if delivery.verdict == "verified" or (delivery.verdict == "partially verified" and not strict):
        return 0
    return 1
