"""`backend-agent runs …`: list, show, apply, undo, resume."""

from __future__ import annotations

import click

from backend_agent.cli.options import json_option, strict_option
from backend_agent.cli.work import show_delivery


@click.group()
def runs() -> None:
    """Runs are durable: list, show, apply, undo or resume them."""


@runs.command("list")
@json_option
def list_runs(as_json: bool) -> int:
    """List all runs, the newest first.

    \b
    Example:
      backend-agent runs list
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json, print_table

    records = api.list_runs()
    if as_json:
        print_json(records)
    elif not records:
        click.echo("no runs yet; `backend-agent run` or `add` makes one")
    else:
        rows = [(run.id, ", ".join(filter(None, (run.state, run.verdict)))) for run in records]
        print_table("", ("run", "state"), rows)
    return 0


@runs.command()
@click.argument("run")
@json_option
def show(run: str, as_json: bool) -> int:
    """Show what a run delivered.

    \b
    Example:
      backend-agent runs show 20261124-101500-3f2a
    """
    import backend_agent as api

    return show_delivery(api.show_run(run), strict=False, as_json=as_json)


@runs.command()
@click.argument("run")
@click.option("--unverified", is_flag=True, help="Apply although the verdict is `unverified`.")
def apply(run: str, unverified: bool) -> int:
    """Write a run's change into your working tree; all or nothing.

    \b
    Example:
      backend-agent runs apply 20261124-101500-3f2a
    """
    import backend_agent as api

    run = api.show_run(run).run
    applied = api.apply_run(run, unverified=unverified)
    for path in applied.written:
        click.echo(f"wrote {path}")
    click.echo(f"`backend-agent runs undo {run}` takes it back")
    return 0


@runs.command()
@click.argument("run")
def undo(run: str) -> int:
    """Restore every byte that `apply` changed; files you changed since are left and listed.

    \b
    Example:
      backend-agent runs undo 20261124-101500-3f2a
    """
    import backend_agent as api

    undone = api.undo_run(run)
    for path in undone.restored:
        click.echo(f"restored {path}")
    for left in undone.left:
        click.secho(f"left as it is: {left.path} ({left.reason})", fg="yellow")
    return 1 if undone.left else 0


@runs.command()
@click.argument("run")
@click.option("--insist", is_flag=True, help="Also one that died too often in the same step.")
@strict_option
@json_option
def resume(run: str, insist: bool, strict: bool, as_json: bool) -> int:
    """Continue a run that was stopped or killed, where it was.

    \b
    Example:
      backend-agent runs resume 20261124-101500-3f2a
    """
    import backend_agent as api
    from backend_agent.cli.progress import watch_progress

    delivery = api.resume_run(run, on_event=watch_progress(), insist=insist)
    return show_delivery(delivery, strict=strict, as_json=as_json)
