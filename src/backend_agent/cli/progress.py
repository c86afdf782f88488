"""Progress on standard error while a run works; silent when it is piped."""

from __future__ import annotations

import sys

import click

from backend_agent.values.event import Event, OnEvent, ignore_event

MARKS = {"finished": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "yellow")}


def watch_progress() -> OnEvent:
    """A listener that draws one line per step, and the running step in place."""
    if not sys.stderr.isatty():
        return ignore_event

    def show(event: Event) -> None:
        label = f"{event.phase:<9} {event.step}"
        if event.state == "started":
            click.secho(f"\r\033[K… {label}", nl=False, err=True, dim=True)
            return
        mark, colour = MARKS[event.state]
        detail = f"  {event.detail}" if event.detail else ""
        click.echo("\r\033[K", nl=False, err=True)
        click.secho(mark, fg=colour, nl=False, err=True)
        click.echo(f" {label}{detail}  {event.elapsed:.1f} s", err=True)

    return show
