"""`backend-agent detect [PATH]`: what the repository is, with the evidence for every fact."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import json_option, pack_option


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@pack_option
@json_option
@click.pass_obj
def detect(repository: Path, path: Path | None, packs: tuple[Path, ...], as_json: bool) -> int:
    """Detect stack, layers, conventions, similar files and commands, with evidence.

    \b
    Example:
      backend-agent detect services/billing --json
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.show_stack import show_stack

    stack = api.detect_repository(path or repository, packs=packs)
    if as_json:
        print_json(stack)
    else:
        show_stack(stack)
    return 0
