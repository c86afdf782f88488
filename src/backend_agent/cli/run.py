"""`backend-agent run "TASK"`: all five phases, from a sentence to a verified change."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import like_option, working_options
from backend_agent.cli.work import Choices, work_on


@click.command(short_help="All five phases: from a sentence to a verified branch.")
@click.argument("task", nargs=-1, required=True)
@like_option
@working_options
@click.pass_obj
def run(
    repository: Path,
    task: tuple[str, ...],
    like: str | None,
    component: str | None,
    env_file: Path | None,
    packs: tuple[Path, ...],
    sandbox: str,
    strict: bool,
    as_json: bool,
) -> int:
    """Detect, plan, implement, verify and deliver a task on a branch of its own.

    Nothing in your working tree changes until `backend-agent runs apply`.

    \b
    Example:
      backend-agent run "add an orders resource with customer name, total and a shipped flag"
    """
    import backend_agent as api

    understood = api.understand_task(" ".join(task))
    choices = Choices(
        like=like,
        component=component,
        env_file=env_file,
        packs=packs,
        sandbox=sandbox,
        strict=strict,
    )
    return work_on(repository, understood, choices, as_json=as_json)
