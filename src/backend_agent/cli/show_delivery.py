"""Shows what a run delivered: verdict, files, what is open, where the report lies, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from backend_agent.cli.answer import print_table, say, terminal_width

if TYPE_CHECKING:
    from backend_agent.values.delivery import DeliveredFile, Delivery

COLOURS = {"verified": "green", "partially verified": "yellow", "unverified": "red"}
MOST_FILES = 30
NEXT, REFUSED = "next: ", "refused: "


def show_delivery(
    delivery: Delivery, *, strict: bool, as_json: bool, run: str = "", applied: bool = False
) -> int:
    """The report as JSON, or a person's view; the exit code is the one that its verdict stands for.

    `run` names the run of a change that was only verified. What is `applied` needs no next step.
    """
    import backend_agent as api

    if as_json:
        click.echo(api.render_json(delivery).rstrip("\n"))
        return exit_code(delivery, strict=strict)
    head, *rest = api.summary_text(delivery).splitlines()
    if delivery.plan is not None and not (delivery.changes.changes or delivery.changes.already):
        from backend_agent.cli.show_plan import show_plan

        show_plan(delivery.plan)
        click.echo()
        rest = [line for line in rest if not line.startswith(REFUSED)]
    say(head, colour=COLOURS[delivery.verdict], bold=True)
    show_files(delivery.files)
    for line in rest:
        if not line.startswith(NEXT):
            click.echo(line)
    if run or delivery.run:
        say(f"report: {api.find_reports(run or delivery.run).html}")
    if not applied:
        _show_next([line for line in rest if line.startswith(NEXT)])
    return exit_code(delivery, strict=strict)


def _show_next(lines: list[str]) -> None:
    """Commands are never broken, so that they can be copied: on a terminal each has a line of its own."""
    if terminal_width() is None:
        for line in lines:
            click.echo(line)
        return
    click.echo()
    for line in lines:
        command, _, comment = line.removeprefix(NEXT).partition("  # ")
        say(f"# {comment}" if comment else "", dim=True)
        say(command)


def show_files(files: tuple[DeliveredFile, ...]) -> None:
    """Path, what happened to it, and its lines added and removed."""
    rows = [
        (f"  {file.path}", file.action, f"+{file.added}", f"-{file.removed}")
        for file in files[:MOST_FILES]
    ]
    if rows:
        print_table(("", "", "", ""), rows)
    if len(files) > MOST_FILES:
        click.echo(f"  and {len(files) - MOST_FILES} more files")


def show_diffs(delivery: Delivery) -> None:
    """The unified diffs as the report has them; coloured on a terminal."""
    for file in delivery.files:
        for line in file.diff.splitlines():
            say(line, colour=_colour_line(line), bold=line.startswith(("---", "+++")))


def _colour_line(line: str) -> str:
    if line.startswith(("---", "+++")):
        return ""
    return {"+": "green", "-": "red", "@": "cyan"}.get(line[:1], "")


def exit_code(delivery: Delivery, *, strict: bool) -> int:
    """0 verified (or partially, unless strict) · 1 unverified · 4 nothing could be done."""
    if delivery.plan is not None and not delivery.changes.changes:
        return 0 if delivery.changes.already and not delivery.changes.refusals else 4
    if delivery.verdict == "verified" or (delivery.verdict == "partially verified" and not strict):
        return 0
    return 1
