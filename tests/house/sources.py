"""The project's own source files as trees, for the laws of the house."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "backend_agent"


@cache
def package_files() -> tuple[Path, ...]:
    """Every Python file of the package, data and blueprints left out: they are not engine code."""
    return tuple(
        sorted(
            path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts
        )
    )


@cache
def parse_file(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(path: Path) -> str:
    """The first folder (or file) below the package: `verify`, `pipeline`, …"""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def dotted_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call that is spelled as one (`os.system`, `open`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = dotted_name(node.func)
            if name:
                yield node.lineno, name


def dotted_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted_name(node.value)}.{node.attr}"
    return ""
