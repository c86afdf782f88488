"""Measures detection on a made repository of 25,000 files against listing it and reading manifests.

    python bench/detect_ratio.py [--files 25000] [--rounds 5]

The bar: detection within 4 × the time of `git ls-files -co --exclude-standard` plus the manifests.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.world.workspace import open_workspace

MANIFESTS = ("pyproject.toml", "package.json")
PYPROJECT = """[project]
name = "{name}"
requires-python = ">=3.12"
dependencies = ["fastapi", "sqlalchemy", "alembic"]
"""
PACKAGE = """{{
  "name": "{name}",
  "dependencies": {{"react": "19.0.0"}},
  "scripts": {{"test": "vitest"}}
}}
"""


def make_repository(root: Path, files: int) -> None:
    """Twenty packages, half Python, half TypeScript, with small sources in nested folders."""
    per_package = files // 20
    for number in range(20):
        python = number % 2 == 0
        package = root / ("services" if python else "apps") / f"package{number}"
        package.mkdir(parents=True)
        name = "pyproject.toml" if python else "package.json"
        text = (PYPROJECT if python else PACKAGE).format(name=package.name)
        (package / name).write_text(text)
        suffix = "py" if python else "ts"
        for index in range(per_package - 1):
            folder = package / "src" / f"area{index % 25}" / f"part{index % 7}"
            folder.mkdir(parents=True, exist_ok=True)
            line = "from fastapi import APIRouter\n" if python else 'import { x } from "./x";\n'
            (folder / f"thing_{index}.{suffix}").write_text(line * 20)
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", *arguments], cwd=root, check=True)


def measure(rounds: int, work: Callable[[], object]) -> float:
    """The shortest of several runs, seconds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def list_and_read(root: Path) -> None:
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    for path in done.stdout.decode().split("\0"):
        if path.endswith(MANIFESTS):
            (root / path).read_bytes()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_repository(root, given.files)
        catalog = load_catalog()
        floor = measure(given.rounds, lambda: list_and_read(root))
        detect = measure(given.rounds, lambda: detect_stack(open_workspace(root).tree(), catalog))
        alone = open_workspace(root).tree()
        inside = measure(given.rounds, lambda: detect_stack(alone, catalog))
    print(f"files: {given.files}")
    print(f"git ls-files + manifests: {floor * 1000:.0f} ms")
    print(f"listing + detection: {detect * 1000:.0f} ms, ratio {detect / floor:.2f}")
    print(f"detection alone: {inside * 1000:.0f} ms, ratio {inside / floor:.2f}")
    return int(detect > 4 * floor)


if __name__ == "__main__":
    raise SystemExit(main())
