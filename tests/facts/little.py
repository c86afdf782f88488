"""Little applications in memory, read as they are, and short questions about them."""

from __future__ import annotations

from collections.abc import Mapping

from backend_agent.catalog import load_catalog
from backend_agent.facts import read_application
from backend_agent.values.application import Application
from backend_agent.values.stack import Component, FoundTechnology
from backend_agent.world.tree import MemoryTree


def read(files: Mapping[str, str], *technologies: str, language: str = "python") -> Application:
    component = Component(
        path="",
        name="little",
        language=language,
        technologies=tuple(FoundTechnology(id=t, title=t, kind="") for t in technologies),
    )
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    return read_application(tree, component, load_catalog())


def routes(application: Application) -> list[str]:
    return [f"{route.method} {route.path}" for route in application.routes]
