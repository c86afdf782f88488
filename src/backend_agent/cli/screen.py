"""`backend-agent` alone: one screen with the stack, how to run and test it, and the next commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

NEXT = (
    ("add a resource", "backend-agent add resource order name:string total:decimal"),
    ("judge a change", "backend-agent verify"),
    ("see everything", "backend-agent detect --all"),
)
PLAN_FIRST = ("plan a task", 'backend-agent plan "add an orders resource"')


def show_screen(path: Path, *, as_json: bool) -> int:
    """What this is, how it runs, what it is written like, and the three most useful commands."""
    import backend_agent as api
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.summary import say_fact, show_summary

    stack = api.detect_repository(path)
    if as_json:
        print_json(stack)
        return 0
    component = stack.components[0]
    show_summary(stack, component)
    click.secho("\nnext", bold=True)
    for label, command in NEXT if component.similar else (PLAN_FIRST, *NEXT[1:]):
        say_fact(label, command)
    return 0
