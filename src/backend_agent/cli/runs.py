"""`backend-agent runs …`: list, show, apply, undo, resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from backend_agent.cli.answer import print_json, print_table, say, say_item
from backend_agent.cli.llm_options import budget_options, find_person
from backend_agent.cli.options import json_option, strict_option
from backend_agent.cli.show_delivery import show_delivery, show_diffs
from backend_agent.cli.work import watch_run

if TYPE_CHECKING:
    from backend_agent.values.run import RunRecord

MOST_REASONS = 5
run_argument = click.argument("run")


@click.group()
def runs() -> None:
    """Runs are durable: list, show, apply, undo or resume them.

    RUN is the id that `runs list` shows, any part of it that fits no other run, or `last`.
    """


@runs.command("list")
@json_option
def list_runs(as_json: bool) -> int:
    """List all runs, the newest first, and what holds up those that did not end.

    \b
    Example:
      backend-agent runs list
    """
    import backend_agent as api

    records = api.list_runs()
    if as_json:
        print_json(records)
    elif not records:
        click.echo("no runs yet; `backend-agent run` or `add` makes one")
    else:
        _show_records(records)
    return 0


@runs.command()
@run_argument
@click.option("--diff", is_flag=True, help="The diffs, as the report has them.")
@click.option("--html", is_flag=True, help="The path of the HTML report and nothing else.")
@json_option
def show(run: str, diff: bool, html: bool, as_json: bool) -> int:
    """Show what a run delivered: its verdict, files, what is open, and the next commands.

    RUN is an id, a part of one that fits no other, or `last`.

    \b
    Example:
      backend-agent runs show last
      backend-agent runs show 3f2a --diff
    """
    import backend_agent as api
    from backend_agent.durable.service import find_run

    if diff + html + as_json > 1:
        raise click.UsageError("--diff, --html and --json exclude each other")
    run = find_run(run).id
    delivery = api.show_run(run)
    if html:
        click.echo(api.find_reports(run).html)
        return 0
    if diff:
        show_diffs(delivery)
        return 0
    return show_delivery(delivery, strict=False, as_json=as_json, run=run)


@runs.command()
@run_argument
@click.option("--unverified", is_flag=True, help="Apply although the verdict is `unverified`.")
@json_option
def apply(run: str, unverified: bool, as_json: bool) -> int:
    """Write a run's change into your working tree; all or nothing.

    RUN is an id, a part of one that fits no other, or `last`.

    \b
    Example:
      backend-agent runs apply last
    """
    import backend_agent as api
    from backend_agent.durable.service import find_run

    record = find_run(run)
    applied = api.apply_run(record.id, unverified=unverified)
    if as_json:
        print_json(applied)
        return 0
    if applied.already:
        click.echo("it is applied already; nothing was written")
    else:
        for path in applied.written:
            say(f"wrote {path}")
        say(f"{len(applied.written)} files in {record.repository}")
    say(f"`backend-agent runs undo {record.id}` takes it back")
    return 0


@runs.command()
@run_argument
@json_option
def steps(run: str, as_json: bool) -> int:
    """The steps of a run that changed files, with each file: what `undo --to` can go back to.

    RUN is an id, a part of one that fits no other, or `last`.

    \b
    Example:
      backend-agent runs steps last
    """
    from backend_agent.durable.service import list_checkpoints

    found = list_checkpoints(run)
    if as_json:
        print_json(found)
        return 0
    for each in found:
        paths = ", ".join(file.path for file in each.files)
        say(f"{each.step}: {'so far ' if each.whole else ''}{paths}")
    if not found:
        say("no step of it changed a file", dim=True)
    return 0


@runs.command()
@run_argument
@click.option("--to", default="", metavar="STEP", help="Keep what STEP and those before it made.")
@json_option
def undo(run: str, to: str, as_json: bool) -> int:
    """Restore every byte that `apply` changed; files you changed since are left and listed.

    RUN is an id, a part of one that fits no other, or `last`. With --to the files are as they were
    after that step (`runs steps` lists them), all or nothing; a later step brings them forward again.

    \b
    Example:
      backend-agent runs undo last
      backend-agent runs undo last --to "Edit #5"
    """
    import backend_agent as api
    from backend_agent.durable.service import find_run

    record = find_run(run)
    undone = api.undo_run(record.id, to=to)
    if as_json:
        print_json(undone)
        return 1 if undone.left else 0
    for path in undone.restored:
        say(f"restored {path}")
    for left in undone.left:
        say(f"left as it is: {left.path} ({left.reason})", colour="yellow")
    return 1 if undone.left else 0


@runs.command()
@run_argument
@click.option("--insist", is_flag=True, help="Also one that died too often in the same step.")
@budget_options
@strict_option
@json_option
def resume(
    run: str,
    insist: bool,
    max_cost: float | None,
    max_tokens: int | None,
    max_minutes: float | None,
    max_tool_calls: int | None,
    strict: bool,
    as_json: bool,
) -> int:
    """Continue a run that was stopped or killed, where it was; one stopped by a budget with a larger one.

    RUN is an id, a part of one that fits no other, or `last`.

    \b
    Example:
      backend-agent runs resume last
      backend-agent runs resume last --max-cost 5
    """
    import backend_agent as api
    from backend_agent.durable.service import find_run
    from backend_agent.values.agent import BudgetRaise

    run = find_run(run).id
    raised = BudgetRaise(
        cost=max_cost, tokens=max_tokens, minutes=max_minutes, tool_calls=max_tool_calls
    )
    with watch_run() as on_event:
        delivery = api.resume_run(
            run, on_event=on_event, insist=insist, budget=raised, person=find_person()
        )
    return show_delivery(delivery, strict=strict, as_json=as_json, run=run)


def _show_records(records: tuple[RunRecord, ...]) -> None:
    rows = [(run.id, run.state, run.verdict or "–", run.title) for run in records]
    print_table(("run", "state", "verdict", "task"), rows, cut=3)
    held = [run for run in records if run.reason]
    if held:
        click.echo()
    for run in held[:MOST_REASONS]:
        say_item(run.reason, lead=f"{run.id}: ")
    if len(held) > MOST_REASONS:
        click.echo(f"and {len(held) - MOST_REASONS} more with a reason; --json has them all")
