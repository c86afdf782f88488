"""The outermost door: every error becomes one clear message and one exit code."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import click

from backend_agent.cli.answer import is_coloured, printable
from backend_agent.cli.root import root
from backend_agent.values.errors import BackendAgentError
from backend_agent.values.version import VERSION

OUR_BUG = 3
WRONG_INPUT = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 good · 1 findings or failed checks · 2 wrong input · 3 our bug · 4 refused · 5 budget · 130 interrupted
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        answer = root.main(args=words, prog_name="backend-agent", standalone_mode=False)
        sys.stdout.flush()
    except BackendAgentError as error:
        say_error(error.message, error.hint, error.slug)
        return _end_with(error.exit_code, error, error.slug, words)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return _end_with(WRONG_INPUT, error, "input", words)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; `backend-agent runs list` shows what can be resumed", err=True)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # Whoever read has seen enough (click then ends by itself); the rest goes nowhere, in silence.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # noqa: BLE001 - the door: nothing may pass it as a bare trace
        say_bug(bug)
        return _end_with(OUR_BUG, bug, "internal", words)
    return answer if isinstance(answer, int) else 0


def say_error(message: str, hint: str, slug: str) -> None:
    """What, where, and what to do."""
    colour = is_coloured()
    for number, line in enumerate(message.splitlines() or [""]):
        lead = "error: " if number == 0 else "       "
        click.secho(lead + printable(line), fg="red", err=True, color=colour)
    if hint:
        click.echo(f"  → {printable(hint)}", err=True)
    click.echo(f"  more: docs/reference/errors.md#{slug}", err=True)


def say_bug(bug: BaseException) -> None:
    """Our fault: say so, with what a maintainer needs."""
    import platform
    import traceback

    text = f"error: this is a bug in backend-agent: {type(bug).__name__}: {bug}"
    click.secho(text, fg="red", err=True, color=is_coloured())
    click.echo("".join(traceback.format_exception(bug)), err=True)
    click.echo(
        f"  backend-agent {VERSION}, Python {platform.python_version()}, {platform.system()}",
        err=True,
    )
    click.echo("  → your files are as they were; please report this text", err=True)


def _end_with(exit_code: int, error: Exception, slug: str, words: Sequence[str]) -> int:
    """The exit code; a program that asked for JSON gets the error as JSON too."""
    if "--json" in words:
        message = error.message if isinstance(error, BackendAgentError) else str(error)
        if isinstance(error, click.ClickException):
            message = error.format_message()
        hint = error.hint if isinstance(error, BackendAgentError) else ""
        fields = {"error": slug, "message": message, "hint": hint, "exit_code": exit_code}
        click.echo(json.dumps(fields, indent=2, ensure_ascii=False))
    return exit_code
