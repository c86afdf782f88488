"""`backend-agent run "TASK"`: all five phases, from a sentence to a verified change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from backend_agent.cli.llm_options import llm_options
from backend_agent.cli.options import like_option
from backend_agent.cli.work import Choices, work_on, working_options


@click.command(short_help="All five phases: from a sentence to a verified branch.")
@click.argument("task", nargs=-1, required=True)
@like_option
@working_options
@llm_options
@click.pass_obj
def run(
    repository: Path,
    /,
    task: tuple[str, ...],
    like: str | None,
    choices: Choices,
    as_json: bool,
    **wishes: Any,
) -> int:
    """Detect, plan, implement, verify and deliver a task on a branch of its own.

    Nothing in your working tree changes until `backend-agent runs apply`. What no engine can do goes
    to a language model, where one is chosen or the default one has its key (`--llm none`: never).

    \b
    Example:
      backend-agent run "add an orders resource with customer name, total and a shipped flag"
      backend-agent run "let prices be doubled" --llm sonnet --max-cost 2
    """
    import backend_agent as api
    from backend_agent.equip import Wishes

    understood = api.understand_task(" ".join(task))
    choices = replace(choices, like=like, wishes=Wishes(**wishes))
    return work_on(repository, understood, choices, as_json=as_json)
