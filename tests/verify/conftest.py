"""What tests of verification share: the catalog, a component, a bench with a scripted runner."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backend_agent.catalog import Catalog, load_catalog
from backend_agent.values.stack import Command, Component, FoundTechnology
from backend_agent.world.tree import MemoryTree


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def component(catalog: Catalog) -> Callable[..., Component]:
    """`component("pytest", "ruff", commands=…)`: a Python component with these technologies."""

    def make(*ids: str, path: str = "", commands: tuple[Command, ...] = ()) -> Component:
        found = tuple(
            FoundTechnology(id=each.id, title=each.title, kind=each.kind)
            for each in (catalog.technology(technology) for technology in ("python", *ids))
        )
        return Component(
            path=path, name="shop", language="python", technologies=found, commands=commands
        )

    return make


def memory_tree(files: dict[str, str]) -> MemoryTree:
    return MemoryTree({path: text.encode() for path, text in files.items()})


def python_only(folder: Path, *programs: str) -> tuple[tuple[str, str], ...]:
    """An environment whose PATH holds nothing but these (empty) programs."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in programs:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return (("PATH", str(folder)),)
