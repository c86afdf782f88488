"""Options of a language model's work: which one, what it may do, and what it may use up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from backend_agent.implement.agent.permission import Foreseen
    from backend_agent.implement.agent.person import Person

F = TypeVar("F", bound=Callable[..., object])
MOST_SHOWN = 60
"""Lines of a file's difference that a question shows."""

BUDGET: tuple[Callable[[Any], Any], ...] = (
    click.option("--max-cost", type=click.FloatRange(min=0), help="US dollars; 0 = no limit."),
    click.option("--max-tokens", type=click.IntRange(min=0), help="Tokens in and out."),
    click.option("--max-minutes", type=click.FloatRange(min=0), help="Time of the whole run."),
    click.option(
        "--max-tool-calls",
        type=click.IntRange(min=0),
        help="Calls of tools; 300 where none is given.",
    ),
)
CHOICE: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--llm",
        default="",
        metavar="NAME",
        help="sonnet, opus, haiku, PROVIDER:NAME, or none. Only for what no engine can do.",
    ),
    click.option(
        "--llm-url", default="", metavar="URL", help="Another server that speaks its wire."
    ),
    click.option("--agent", default="", metavar="NAME|FILE", help="The definition of an agent."),
    click.option(
        "--mode",
        type=click.Choice(["plan-only", "ask", "edit", "full"]),
        help="What it may do unasked; `edit` where none is given: write and run in the sandbox.",
    ),
    click.option(
        "--allow", multiple=True, metavar="RULE", help="Such as 'WebFetch(domain:x.org)'."
    ),
    click.option("--deny", multiple=True, metavar="RULE", help="Such as 'Write(migrations/**)'."),
    *BUDGET,
    click.option("--context-tokens", type=click.IntRange(min=0), default=0, hidden=True),
    click.option(
        "--mcp-config",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Your own MCP servers, in the form of .mcp.json.",
    ),
)


def llm_options(command: F) -> F:
    for option in reversed(CHOICE):
        command = option(command)
    return command


def budget_options(command: F) -> F:
    for option in reversed(BUDGET):
        command = option(command)
    return command


def find_person() -> Person | None:
    """Whoever sits at the terminal; None where nobody does, and then nothing is asked."""
    import sys

    from backend_agent.implement.agent.person import Person

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(tool: str, subject: str, foreseen: Foreseen) -> bool:
        from backend_agent.cli.answer import printable
        from backend_agent.implement.agent.tools.files import show_difference

        for change in foreseen:
            for line in show_difference(change).split("\n")[:MOST_SHOWN]:
                click.echo(printable(line), err=True)
        return click.confirm(f"allow {tool} {printable(subject)[:400]}?", default=False, err=True)

    return Person(ask=ask)
