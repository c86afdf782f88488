"""`backend-agent detect [PATH]`: what the repository is, with the evidence for every fact."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import json_option, pack_option


@click.command(short_help="What this repository is, with the evidence for every fact.")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--markdown", is_flag=True, help="A brief for the agents that work here, as AGENTS.md holds it."
)
@click.option(
    "--write",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the brief in FILE, between markers; the rest of the file stays as it is.",
)
@pack_option
@json_option
@click.pass_obj
def detect(
    repository: Path,
    path: Path | None,
    markdown: bool,
    write: Path | None,
    packs: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Detect stack, layers, conventions, similar files and commands, with evidence.

    \b
    Example:
      backend-agent detect services/billing --json
      backend-agent detect --markdown --write AGENTS.md
    """
    import backend_agent as api
    from backend_agent.cli.answer import print_json
    from backend_agent.cli.show_stack import show_stack

    if write and not markdown:
        raise click.UsageError("--write needs --markdown")
    if markdown and as_json:
        raise click.UsageError("--markdown and --json exclude each other")
    root = path or repository
    stack = api.detect_repository(root, packs=packs)
    if write:
        changed = api.write_brief(stack, root / write)
        click.echo(f"{'wrote' if changed else 'nothing to change in'} {root / write}")
    elif markdown:
        click.echo(api.brief_text(stack), nl=False)
    elif as_json:
        print_json(stack)
    else:
        show_stack(stack)
    return 0
