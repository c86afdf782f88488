"""The outermost door: every error becomes one clear message and one exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

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
    try:
        answer = root.main(args=arguments, prog_name="backend-agent", standalone_mode=False)
    except BackendAgentError as error:
        say_error(error.message, error.hint, error.slug)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show(file=sys.stderr)
        return WRONG_INPUT
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; `backend-agent runs list` shows what can be resumed", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as bug:  # noqa: BLE001 - the door: nothing may pass it as a bare trace
        say_bug(bug)
        return OUR_BUG
    return answer if isinstance(answer, int) else 0


def say_error(message: str, hint: str, slug: str) -> None:
    """What, where, and what to do."""
    click.secho(f"error: {message}", fg="red", err=True)
    if hint:
        click.echo(f"  → {hint}", err=True)
    click.echo(f"  more: docs/reference/errors.md#{slug}", err=True)


def say_bug(bug: BaseException) -> None:
    """Our fault: say so, with what a maintainer needs."""
    import platform
    import traceback

    click.secho(
        f"error: this is a bug in backend-agent: {type(bug).__name__}: {bug}", fg="red", err=True
    )
    click.echo("".join(traceback.format_exception(bug)), err=True)
    click.echo(
        f"  backend-agent {VERSION}, Python {platform.python_version()}, {platform.system()}",
        err=True,
    )
    click.echo("  → your files are as they were; please report this text", err=True)
