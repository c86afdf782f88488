"""Compares the routes read from code with those the running application publishes as OpenAPI.

    python -m bench.openapi_routes REPOSITORY PYTHON MODULE:APP [--component PATH] [--cwd PATH]
                                   [--env NAME=VALUE …]

PYTHON is an interpreter that has the application's dependencies. Exit code 1 when they differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path

from bench.routes import add_arguments, find_place, read_routes, show_difference

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    add_arguments(parser)
    parser.add_argument("python")
    parser.add_argument("target", metavar="MODULE:APP")
    given = parser.parse_args()
    found = read_routes(given)
    component, application = found.component, found.application
    read = {f"{r.method} {r.path}" for r in application.routes if not r.hidden}
    hidden = [route for route in application.routes if route.hidden]
    cwd, environment = find_place(given, component)
    asked = ask_application(given.python, given.target, cwd, environment)
    print(
        f"component {component.path or '.'}: {len(read)} routes read in {found.seconds:.2f} CPU s"
    )
    print(f"published by the application: {len(asked)}; hidden and not compared: {len(hidden)}")
    show_difference(("missing in facts", "only in facts"), read, asked, application)
    return int(asked != read)


if __name__ == "__main__":
    raise SystemExit(main())
