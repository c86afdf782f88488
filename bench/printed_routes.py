"""Compares the routes read from code with those that the framework itself prints.

    python bench/printed_routes.py REPOSITORY [--component PATH] [--cwd PATH] [--env NAME=VALUE …]
                                   [--outside REGEX] -- ARGV …

ARGV starts the application and prints its routes, a line `METHOD /path` each; `bench/printers` has
one such program per framework. Routes that match `--outside` come from libraries and are counted
apart. Names of path parameters are not compared. Exit code 1 when the two differ.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import time
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.values.stack import Component
from backend_agent.world.workspace import open_workspace

LINE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE|ALL) (/\S*)$", re.MULTILINE)


def ask_framework(argv: list[str], cwd: Path, environment: dict[str, str]) -> set[str]:
    """The routes that the program prints, without the names of their parameters."""
    done = subprocess.run(
        argv,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    found = {plain_route(method, path) for method, path in LINE.findall(done.stdout)}
    if not found:
        raise SystemExit(f"the application could not be asked:\n{done.stderr[-2000:]}")
    return found


def plain_route(method: str, path: str) -> str:
    return f"{method} {re.sub(r'{[^}]*}', '{}', path)}"


def match_all(read: set[str], printed: set[str]) -> set[str]:
    """The routes read, where `ALL` stands for whatever methods are printed for its path."""
    matched = set()
    for route in read:
        method, path = route.split(" ", 1)
        same = {each for each in printed if each.split(" ", 1)[1] == path}
        matched |= same if method == "ALL" and same else {route}
    return matched


def choose_component(components: tuple[Component, ...], path: str | None) -> Component:
    if path is None:
        return components[0]
    return next(component for component in components if component.path == path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("repository", type=Path)
    parser.add_argument("--component")
    parser.add_argument("--cwd", default=None)
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--outside", default="(?!)")
    parser.add_argument("argv", nargs="+")
    given = parser.parse_args()
    catalog = load_catalog()
    tree = open_workspace(given.repository).tree()
    component = choose_component(detect_stack(tree, catalog).components, given.component)
    start = time.process_time()
    application = read_application(tree, component, catalog)
    spent = time.process_time() - start
    cwd = given.repository / (component.path if given.cwd is None else given.cwd)
    printed = ask_framework(given.argv, cwd, dict(pair.split("=", 1) for pair in given.env))
    outside = {route for route in printed if re.search(given.outside, route)}
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE", "ALL")
    read = {plain_route(r.method, r.path) for r in application.routes if r.method in methods}
    read = match_all(read, printed) - outside
    wanted = printed - outside
    print(f"component {component.path or '.'}: {len(read)} routes read in {spent:.2f} CPU s")
    print(f"printed: {len(printed)}, of which from libraries: {len(outside)}")
    print(f"hit: {len(read & wanted)}")
    for title, routes in (("missed", wanted - read), ("extra", read - wanted)):
        print(f"{title}: {len(routes)}")
        for route in sorted(routes):
            print(f"  {route}")
    for evidence in application.unresolved:
        print(f"unresolved: {evidence} {evidence.text[:120]}")
    return int(wanted != read)


if __name__ == "__main__":
    raise SystemExit(main())
