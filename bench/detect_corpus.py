"""Scores detection on checkouts of public repositories against hand-made labels.

    python bench/detect_corpus.py CHECKOUTS TRUTH.json SCORE.py

CHECKOUTS holds one folder per repository, named `owner+name`; the labels and the scorer lie outside
of this repository. Prints what the scorer prints for the repositories that are there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.values.stack import Component, Stack
from backend_agent.world.workspace import open_workspace

# Our kinds under the label's name of the field.
FIELDS = {
    "language": "languages",
    "package-manager": "package_managers",
    "framework": "frameworks",
    "orm": "orm",
    "migration": "migration_tool",
    "database": "databases",
    "test": "test_frameworks",
    "linter": "linters",
    "formatter": "linters",
    "types": "type_checkers",
    "ci": "ci",
    "cache": "cache",
    "queue": "queue",
}
# The same thing under two names.
SYNONYMS = {
    "ruff-format": "ruff",
    "django-migrations": "django",
    "prisma-migrate": "prisma",
    "compose": "docker-compose",
}
COMMANDS = {
    "test": "test",
    "lint": "lint",
    "build": "build",
    "format": "format",
    "migrate": "migrate",
    "types": "typecheck",
}


def predict(stack: Stack) -> dict[str, object]:
    """The answer in the labels' terms: of every component that shows a backend, commands of the first."""
    backends = [c for c in stack.components if c.commands] or list(stack.components)
    found: dict[str, set[str]] = {field: set() for field in FIELDS.values()}
    docker = False
    for component in backends:
        found["languages"].add(component.language)
        for technology in component.technologies:
            docker = docker or technology.kind == "container"
            field = FIELDS.get(technology.kind)
            if field and technology.kind != "language":
                found[field].add(SYNONYMS.get(technology.id, technology.id))
    first = stack.components[0]
    answer: dict[str, object] = {field: sorted(values) for field, values in found.items()}
    answer["docker"] = docker
    answer["architecture"] = (
        None if first.architecture.name == "unknown" else first.architecture.name
    )
    answer["runtimes"] = {first.runtime: first.runtime_version}
    answer["commands"] = _commands(first)
    return answer


def _commands(component: Component) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for command in component.commands:
        name = COMMANDS.get(command.kind)
        if name and name not in chosen:
            chosen[name] = " ".join(command.argv)
    return chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("checkouts", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--predictions", type=Path, default=Path("predictions.json"))
    given = parser.parse_args()
    catalog = load_catalog()
    predictions: dict[str, object] = {}
    for row in json.loads(given.truth.read_text()):
        folder = given.checkouts / row["repo"].replace("/", "+")
        if not folder.is_dir():
            continue
        start = time.process_time()
        stack = detect_stack(open_workspace(folder).tree(), catalog)
        spent = time.process_time() - start
        predictions[row["repo"]] = predict(stack)
        print(
            f"{row['repo']}: {stack.files} files, {spent:.2f} CPU s, first {stack.components[0].path or '.'}"
        )
    given.predictions.write_text(json.dumps(predictions, indent=1))
    done = subprocess.run(
        [sys.executable, str(given.scorer), str(given.predictions), str(given.truth), "-v"],
        check=False,
    )
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
