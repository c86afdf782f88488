"""Options that several commands share, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])

json_option: Callable[[F], F] = click.option(
    "--json", "as_json", is_flag=True, help="Answer as JSON."
)
component_option: Callable[[F], F] = click.option(
    "--component", metavar="PATH", help="The component to work on, where a repository has several."
)
strict_option: Callable[[F], F] = click.option(
    "--strict", is_flag=True, help="Exit with 1 also when only partially verified."
)
sandbox_option: Callable[[F], F] = click.option(
    "--sandbox",
    type=click.Choice(["auto", "require"]),
    default="auto",
    show_default=True,
    help="`require` fails where commands cannot be isolated.",
)
env_file_option: Callable[[F], F] = click.option(
    "--env-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Settings for the checks; their values are never shown.",
)
pack_option: Callable[[F], F] = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with technologies and standards of your own.",
)
like_option: Callable[[F], F] = click.option(
    "--like", metavar="NAME", help="Write the resource like this one instead of the best-ranked."
)
