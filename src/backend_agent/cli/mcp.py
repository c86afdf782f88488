"""`backend-agent mcp`: the tools for a coding agent, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from backend_agent.cli.options import env_file_option, pack_option, sandbox_option


@click.command(short_help="Serve the tools to a coding agent (Model Context Protocol).")
@env_file_option
@pack_option
@sandbox_option
@click.pass_obj
def mcp(repository: Path, env_file: Path | None, packs: tuple[Path, ...], sandbox: str) -> int:
    """Serve detect, plan, add, verify and more to a coding agent (Model Context Protocol, stdio).

    A client reaches only this folder and what lies in it. Changes are written to a branch of their
    run; your files change only when a client calls `apply_run` with the run's whole name.

    \b
    Example:
      claude mcp add backend-agent -- backend-agent -C . mcp
    """
    from backend_agent.mcp import Place, serve_stdio
    from backend_agent.values.errors import InputError

    root = repository.expanduser().resolve()
    if not root.is_dir():
        raise InputError(f"{repository}: no such folder", hint="check the spelling of the path")
    place = Place(
        root=root,
        packs=tuple(pack.resolve() for pack in packs),
        env_file=str(env_file.resolve()) if env_file else "",
        require_sandbox=sandbox == "require",
    )
    serve_stdio(place)
    return 0
