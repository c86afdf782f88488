"""`backend-agent completion SHELL`: the line that switches completion on."""

from __future__ import annotations

import click


@click.command(short_help="Print what makes a shell complete commands and options.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the shell code that completes commands and options.

    \b
    Example:
      eval "$(backend-agent completion bash)"
    """
    from click.shell_completion import get_completion_class

    root = click.get_current_context().find_root().command
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(root, {}, "backend-agent", "_BACKEND_AGENT_COMPLETE").source())
    return 0
