"""Which areas a change touches: the ground for what is required and which standards apply."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.changes import FileChange
from backend_agent.values.ground_format import GroundFormat
from backend_agent.values.stack import Component

DOCUMENTS = re.compile(r"\.(md|rst|txt|adoc)$|(^|/)(LICENSE|CHANGELOG|NOTICE)[^/]*$")
TEST_FOLDERS = frozenset(("test", "tests", "__tests__", "spec", "specs"))
ENVIRONMENT_FILE = re.compile(r"(^|/)\.?env(\.[\w.-]+)?$")
# Which roles of detection's layers stand for which tags of the standards.
ROLE_TAGS = {
    "models": "model",
    "schemas": "request-schema",
    "repositories": "query",
    "routes": "route",
    "registration": "route",
    "migrations": "migration",
}
KIND_TAGS = {
    "container": "container",
    "ci": "ci",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """`tags` as the standards use them ("any" always); `paths` are the touched ones, `sources`
    those of them that hold behaviour, `tests` those that hold tests or serve them."""

    tags: frozenset[str]
    paths: tuple[str, ...]
    sources: tuple[str, ...]
    tests: tuple[str, ...]

    def touches(self, *tags: str) -> bool:
        return bool(self.tags & frozenset(tags))


def find_areas(
    changes: tuple[FileChange, ...],
    component: Component,
    application: Application,
    catalog: Catalog,
) -> Areas:
    """`application` is the one after the change."""
    paths = tuple(change.path for change in changes)
    manifests = _manifest_names(catalog)
    containers = _kind_patterns(catalog)
    layers = {path: layer.role for layer in component.layers for path in layer.paths}
    facts = _fact_tags(application)
    tags = {"any"}
    for path in paths:
        tags |= facts.get(path, set())
        role = layers.get(path, "")
        tags |= {ROLE_TAGS[role]} if role in ROLE_TAGS else set()
        if path.rpartition("/")[2] in manifests:
            tags.add("dependency")
        if ENVIRONMENT_FILE.search(path):
            tags.add("settings")
        tags |= {KIND_TAGS[kind] for kind, pattern in containers if pattern.search(path)}
    tests = tuple(path for path in paths if is_test_path(path))
    manifest_paths = {path for path in paths if path.rpartition("/")[2] in manifests}
    sources = tuple(
        path
        for path in paths
        if path not in tests
        and path not in manifest_paths
        and not DOCUMENTS.search(path)
        and not ENVIRONMENT_FILE.search(path)
        and not any(pattern.search(path) for _, pattern in containers)
    )
    if set(paths) & _start_paths(component):
        tags.add("start")
    return Areas(tags=frozenset(tags), paths=paths, sources=sources, tests=tests)


def is_test_path(path: str) -> bool:
    """Whether a file holds tests or stands among those that serve them."""
    *folders, name = path.split("/")
    if any(folder in TEST_FOLDERS for folder in folders):
        return True
    return bool(re.search(r"^test_|_test\.|\.(test|spec)\.|^conftest\.", name))


def _start_paths(component: Component) -> frozenset[str]:
    return frozenset(
        command.evidence.path
        for command in component.commands
        if command.kind == "start" and command.evidence is not None
    )


def _manifest_names(catalog: Catalog) -> frozenset[str]:
    forms = [document.value for document in catalog.documents(GroundFormat)]
    names = {name for form in forms for way in form.ways for name in way.when}
    steps = {step.if_file for form in forms for way in form.ways for step in way.steps}
    return frozenset(name.rpartition("/")[2] for name in names | steps if name)


def _kind_patterns(catalog: Catalog) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (technology.kind, re.compile(signal.pattern))
        for technology in catalog.technologies
        if technology.kind in KIND_TAGS
        for signal in technology.signals
        if signal.type == "file"
    )


def _fact_tags(application: Application) -> dict[str, set[str]]:
    tags: dict[str, set[str]] = {}
    for route in application.routes:
        tags.setdefault(route.evidence.path, set()).add("route")
    for model in application.models:
        tags.setdefault(model.evidence.path, set()).add("model")
    for schema in application.schemas:
        tags.setdefault(schema.evidence.path, set()).add("request-schema")
    for migration in application.migrations:
        tags.setdefault(migration.path, set()).add("migration")
    for setting in application.settings:
        tags.setdefault(setting.evidence.path, set()).add("settings")
    return tags
