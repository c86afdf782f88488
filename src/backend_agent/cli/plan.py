"""`backend-agent plan "TASK"`: every file, risk and decision, before anything is written."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import component_option, json_option, like_option, pack_option


@click.command(short_help="Every file, risk and decision, before anything is written.")
@click.argument("task", nargs=-1, required=True)
@like_option
@component_option
@pack_option
@json_option
@click.pass_obj
def plan(
    repository: Path,
    task: tuple[str, ...],
    like: str | None,
    component: str | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Plan a task: sub-tasks, files, dependencies, edge cases, errors, migrations, security.

    Nothing is written. A task that no engine can do ends with 4, with the files to look at.

    \b
    Example:
      backend-agent plan "add resource order customer_name:string total:decimal"
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.show_plan import is_done_already, is_feasible, show_plan
    from backend_agent.durable.ledger import read_past
    from backend_agent.world.workspace import open_workspace

    understood = api.understand_task(" ".join(task))
    made = api.plan_task(
        repository,
        understood,
        like=like,
        component=component,
        packs=packs,
        past=read_past(open_workspace(repository)),
    )
    if as_json:
        print_json(made)
    else:
        show_plan(made)
    return 0 if is_feasible(made) or is_done_already(made) else 4
