"""Compares the routes read from code with those the running application publishes as OpenAPI.

    python bench/openapi_routes.py REPOSITORY PYTHON MODULE:APP [--component PATH] [--cwd PATH]
                                   [--env NAME=VALUE …]

PYTHON is an interpreter that has the application's dependencies. Exit code 1 when they differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.facts import read_application
from backend_agent.values.stack import Component
from backend_agent.world.workspace import open_workspace

DUMP = """
import importlib, json, sys
module, name = sys.argv[1].split(":")
sys.path.insert(0, "")
application = importlib.import_module(module)
for part in name.split("."):
    application = getattr(application, part.removesuffix("()"))
    application = application() if part.endswith("()") else application
print("ROUTES" + json.dumps([
    [method.upper(), path]
    for path, item in application.openapi()["paths"].items()
    for method in item
    if method in ("get", "post", "put", "patch", "delete", "options", "head", "trace")
]))
"""


def ask_application(python: str, target: str, cwd: Path, environment: dict[str, str]) -> set[str]:
    """The routes that the imported application publishes, `METHOD /path` each."""
    done = subprocess.run(
        [python, "-c", DUMP, target],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    for line in done.stdout.splitlines():
        if line.startswith("ROUTES"):
            return {f"{method} {path}" for method, path in json.loads(line[6:])}
    raise SystemExit(f"the application could not be asked:\n{done.stderr[-2000:]}")


def choose_component(components: tuple[Component, ...], path: str | None) -> Component:
    if path is None:
        return components[0]
    return next(component for component in components if component.path == path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("repository", type=Path)
    parser.add_argument("python")
    parser.add_argument("target", metavar="MODULE:APP")
    parser.add_argument("--component")
    parser.add_argument("--cwd", default=None)
    parser.add_argument("--env", action="append", default=[])
    given = parser.parse_args()
    catalog = load_catalog()
    tree = open_workspace(given.repository).tree()
    component = choose_component(detect_stack(tree, catalog).components, given.component)
    start = time.process_time()
    application = read_application(tree, component, catalog)
    spent = time.process_time() - start
    read = {f"{r.method} {r.path}" for r in application.routes if not r.hidden}
    hidden = [route for route in application.routes if route.hidden]
    cwd = given.repository / (component.path if given.cwd is None else given.cwd)
    environment = dict(pair.split("=", 1) for pair in given.env)
    asked = ask_application(given.python, given.target, cwd, environment)
    print(f"component {component.path or '.'}: {len(read)} routes read in {spent:.2f} CPU s")
    print(f"published by the application: {len(asked)}; hidden and not compared: {len(hidden)}")
    for title, routes in (("missing in facts", asked - read), ("only in facts", read - asked)):
        print(f"{title}: {len(routes)}")
        for route in sorted(routes):
            print(f"  {route}")
    for evidence in application.unresolved:
        print(f"unresolved: {evidence} {evidence.text}")
    return int(asked != read)


if __name__ == "__main__":
    raise SystemExit(main())
