"""`backend-agent agent install|uninstall`: the diff first, then the files of the host, and the way back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from backend_agent.cli.options import json_option

if TYPE_CHECKING:
    from backend_agent.hosts import HostChange
    from backend_agent.hosts.request import HostRequest

F = TypeVar("F", bound=Callable[..., object])
NOT_AGREED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFile:
    """A file of the host; `action` is create, modify or delete."""

    path: str
    action: str
    diff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallAnswer:
    """What `agent install|uninstall` would do or, where `written`, has done; no file = nothing to do.
    `left` are entries that are there, are not ours and stay."""

    host: str
    written: bool
    files: tuple[SettingsFile, ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]


def host_options(command: F) -> F:
    """What both directions are asked with."""
    for option in (
        click.option(
            "--command",
            default="backend-agent",
            show_default=True,
            metavar="PROGRAM",
            help="How the host calls this program.",
        ),
        json_option,
        click.option("--dry-run", is_flag=True, help="Show the diff and write nothing."),
        click.option("--yes", "-y", is_flag=True, help="Write without asking."),
        click.option(
            "--project/--user",
            "project",
            default=True,
            show_default=True,
            help="The settings in this repository, or your own.",
        ),
        click.option(
            "--host", required=True, metavar="NAME", help="claude, codex, cursor, opencode, vscode."
        ),
    ):
        command = option(command)
    return command


@click.command()
@host_options
@click.pass_obj
def install(
    repository: Path,
    host: str,
    project: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    command: str,
) -> int:
    """Put the agent's definition, its MCP server and the gate into a host's settings.

    \b
    Example:
      backend-agent agent install --host claude --dry-run
    """
    from backend_agent.hosts import plan_install

    request = _make_request(repository, host, project, command)
    changes = plan_install(request)
    if as_json:
        return _answer(request, changes, writes=yes and not dry_run, notes=request.host.notes)
    code = _carry_out(request, changes, yes=yes, dry_run=dry_run, nothing="installed already")
    for note in request.host.notes if not dry_run and not code else ():
        click.echo(f"note: {note}")
    return code


@click.command()
@host_options
@click.pass_obj
def uninstall(
    repository: Path,
    host: str,
    project: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    command: str,
) -> int:
    """Take out exactly what install put in; what was written since stays.

    \b
    Example:
      backend-agent agent uninstall --host claude
    """
    from backend_agent.hosts import plan_uninstall

    request = _make_request(repository, host, project, command)
    changes = plan_uninstall(request)
    if as_json:
        return _answer(request, changes, writes=yes and not dry_run, notes=())
    return _carry_out(request, changes, yes=yes, dry_run=dry_run, nothing="nothing is installed")


def _make_request(repository: Path, name: str, project: bool, command: str) -> HostRequest:
    import os

    from backend_agent.catalog import load_catalog
    from backend_agent.catalog.definitions import read_definition
    from backend_agent.hosts.request import HostRequest
    from backend_agent.values.errors import InputError
    from backend_agent.values.host import HostFormat
    from backend_agent.world.folders import receipts_home

    hosts = {document.name: document.value for document in load_catalog().documents(HostFormat)}
    if name not in hosts:
        raise InputError(f"{name}: no such host", hint=f"known are {', '.join(sorted(hosts))}")
    root = repository.expanduser().resolve()
    if not root.is_dir():
        raise InputError(f"{repository}: no such folder", hint="check the spelling of the path")
    return HostRequest(
        host=hosts[name],
        scope="project" if project else "user",
        root=root,
        home=Path.home(),
        receipts=receipts_home(),
        definition=read_definition(),
        command=command,
        variables=os.environ,
        macos=sys.platform == "darwin",
    )


def _answer(
    request: HostRequest, changes: tuple[HostChange, ...], *, writes: bool, notes: tuple[str, ...]
) -> int:
    """One document; nothing is asked, so without `--yes` nothing is written."""
    from backend_agent.cli.answer import print_json
    from backend_agent.hosts import write_changes

    todo = tuple(change for change in changes if change.changes)
    if writes and todo:
        write_changes(request, todo)
    print_json(
        InstallAnswer(
            host=request.host.title,
            written=writes and bool(todo),
            files=tuple(
                SettingsFile(
                    path=str(change.path),
                    action=_action(change),
                    diff=change.diff(),
                )
                for change in todo
            ),
            left=tuple(f"{each.path}: {entry}" for each in changes for entry in each.left),
            notes=notes,
        )
    )
    return 0


def _action(change: HostChange) -> str:
    if change.before is None:
        return "create"
    return "delete" if change.after is None else "modify"


def _carry_out(
    request: HostRequest,
    changes: tuple[HostChange, ...],
    *,
    yes: bool,
    dry_run: bool,
    nothing: str,
) -> int:
    from backend_agent.hosts import write_changes

    for change in changes:
        for entry in change.left:
            click.echo(f"left as it is: {change.path}: {entry} is there and is not ours", err=True)
    todo = tuple(change for change in changes if change.changes)
    if not todo:
        click.echo(f"{request.host.title}: {nothing}, nothing to do")
        return 0
    for change in todo:
        click.echo(change.diff())
    if dry_run:
        return 0
    if not yes:
        if not sys.stdin.isatty():
            click.echo("nothing was written: say --yes to write this", err=True)
            return NOT_AGREED
        if not click.confirm("Write this?"):
            click.echo("nothing was written", err=True)
            return NOT_AGREED
    write_changes(request, todo)
    for change in todo:
        click.echo(f"{'removed' if change.after is None else 'wrote'} {change.path}")
    return 0
