"""Migrations as files: their ids, their chain and the tables they create."""

from __future__ import annotations

import posixpath
import re

from backend_agent.facts.code import Assign, Text
from backend_agent.facts.modules import Modules
from backend_agent.values.application import Migration
from backend_agent.values.facts_format import FactsFormat, MigrationForm
from backend_agent.world.tree import read_text


def read_migrations(modules: Modules, formats: tuple[FactsFormat, ...]) -> tuple[Migration, ...]:
    """In order of the chain where there is one, else in order of names."""
    found: list[Migration] = []
    for form in formats:
        if form.migrations is not None:
            found.extend(_read_form(modules, form.migrations))
    return tuple(found)


def _read_form(modules: Modules, form: MigrationForm) -> list[Migration]:
    below = f"{modules.component}/" if modules.component else ""
    found: list[Migration] = []
    for path in modules.tree.paths():
        if not path.startswith(below) or not re.search(form.files, path):
            continue
        text = read_text(modules.tree, path)
        if not form.id:
            parent = found[-1].id if found else ""
            named = posixpath.dirname(path) if form.by_folder else path
            stem = posixpath.basename(named).split(".")[0]
            found.append(_migration(path, stem, parent, text, form))
            continue
        names = _constants(modules, path)
        if form.id in names:
            parent = names.get(form.parent, "")
            found.append(_migration(path, names[form.id], parent, text, form))
    return _in_order(found) if form.id else found


def _migration(path: str, own: str, parent: str, text: str, form: MigrationForm) -> Migration:
    creates = tuple(dict.fromkeys(re.findall(form.creates, text)))
    touches = tuple(
        dict.fromkeys(name for touch in form.touches for name in re.findall(touch, text))
    )
    return Migration(path=path, id=own, parent=parent, creates=creates, touches=touches)


def _constants(modules: Modules, path: str) -> dict[str, str]:
    """The file's text constants; several parents of a merge are put together with commas."""
    found: dict[str, str] = {}
    for statement in modules.statements(path):
        if isinstance(statement, Assign) and statement.name and statement.value is not None:
            if isinstance(statement.value, Text):
                found[statement.name] = statement.value.value
            else:
                found[statement.name] = ",".join(
                    re.findall(r"[\"']([^\"']+)[\"']", statement.value.source)
                )
    return found


def _in_order(migrations: list[Migration]) -> list[Migration]:
    """Parents before children; what hangs in the air keeps its place in the order of names."""
    placed: list[Migration] = []
    waiting = list(migrations)
    known = {migration.id for migration in migrations}
    while waiting:
        ready = [
            m
            for m in waiting
            if all(p in {d.id for d in placed} or p not in known for p in m.parent.split(","))
        ]
        if not ready:
            return placed + waiting
        placed.extend(ready)
        waiting = [migration for migration in waiting if migration not in ready]
    return placed
