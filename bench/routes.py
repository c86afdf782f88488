"""What the comparisons of routes share: the routes read from code, and how a difference is shown."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import choose_component, detect_stack
from backend_agent.facts import read_application
from backend_agent.values.application import Application
from backend_agent.values.stack import Component
from backend_agent.world.workspace import open_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`seconds` are processor time of reading the application."""

    component: Component
    application: Application
    seconds: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("repository", type=Path)
    parser.add_argument("--component", default="")
    parser.add_argument("--cwd", default=None)
    parser.add_argument("--env", action="append", default=[])


def read_routes(given: argparse.Namespace) -> Reading:
    catalog = load_catalog()
    tree = open_workspace(given.repository).tree()
    component = choose_component(detect_stack(tree, catalog), given.component, "")
    start = time.process_time()
    application = read_application(tree, component, catalog)
    return Reading(
        component=component, application=application, seconds=time.process_time() - start
    )


def find_place(given: argparse.Namespace, component: Component) -> tuple[Path, dict[str, str]]:
    """Where the application is started, and its variables."""
    cwd: Path = given.repository / (component.path if given.cwd is None else given.cwd)
    return cwd, dict(pair.split("=", 1) for pair in given.env)


def show_difference(
    titles: tuple[str, str], read: set[str], asked: set[str], application: Application
) -> None:
    for title, routes in zip(titles, (asked - read, read - asked), strict=True):
        print(f"{title}: {len(routes)}")
        for route in sorted(routes):
            print(f"  {route}")
    for evidence in application.unresolved:
        print(f"unresolved: {evidence} {evidence.text[:120]}")
