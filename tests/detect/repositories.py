"""Little repositories in memory, and short questions about what was detected in them."""

from __future__ import annotations

from collections.abc import Mapping

from backend_agent.catalog import load_catalog
from backend_agent.detect import detect_stack
from backend_agent.values.stack import Component, Stack
from backend_agent.world.tree import MemoryTree


def detect(files: Mapping[str, str]) -> Stack:
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    return detect_stack(tree, load_catalog())


def kinds(component: Component, kind: str) -> set[str]:
    """The ids of the component's technologies of that kind."""
    return {found.id for found in component.technologies if found.kind == kind}


def commands(component: Component, kind: str) -> list[str]:
    """The component's commands of that kind as lines, best first."""
    return [" ".join(each.argv) for each in component.commands if each.kind == kind]


def pyproject(*dependencies: str, more: str = "") -> str:
    listed = ", ".join(f'"{each}"' for each in dependencies)
    return f'[project]\nname = "shop"\ndependencies = [{listed}]\n{more}'
