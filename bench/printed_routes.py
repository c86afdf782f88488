"""Compares the routes read from code with those that the framework itself prints.

    python -m bench.printed_routes REPOSITORY [--component PATH] [--cwd PATH] [--env NAME=VALUE …]
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
from pathlib import Path

from bench.routes import add_arguments, find_place, read_routes, show_difference

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    add_arguments(parser)
    parser.add_argument("--outside", default="(?!)")
    parser.add_argument("argv", nargs="+")
    given = parser.parse_args()
    found = read_routes(given)
    component, application = found.component, found.application
    cwd, environment = find_place(given, component)
    printed = ask_framework(given.argv, cwd, environment)
    outside = {route for route in printed if re.search(given.outside, route)}
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE", "ALL")
    read = {plain_route(r.method, r.path) for r in application.routes if r.method in methods}
    read = match_all(read, printed) - outside
    wanted = printed - outside
    print(
        f"component {component.path or '.'}: {len(read)} routes read in {found.seconds:.2f} CPU s"
    )
    print(f"printed: {len(printed)}, of which from libraries: {len(outside)}")
    print(f"hit: {len(read & wanted)}")
    show_difference(("missed", "extra"), read, wanted, application)
    return int(wanted != read)


if __name__ == "__main__":
    raise SystemExit(main())
