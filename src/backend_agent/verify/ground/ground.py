"""Lays the ground that checks stand on: environment, settings and services, each with what was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backend_agent.catalog import Catalog
from backend_agent.values.application import Application
from backend_agent.values.ground_format import GroundFormat
from backend_agent.values.stack import Component
from backend_agent.verify.ground.environment import prepare_environment
from backend_agent.verify.ground.needs import Carrier, find_needs
from backend_agent.verify.ground.services import NotStarted, start_service
from backend_agent.verify.ground.settings import Settings, read_settings
from backend_agent.world.files import ensure_folder
from backend_agent.world.process import Runner
from backend_agent.world.tree import Tree


def _nothing() -> None:
    """Nothing was started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """An own server: its port, and the settings (as they were before) that carry its address."""

    technology: str
    port: int
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`environment` is for checks, `online` for those that ask a registry; `settings` are the names
    (never values) that it holds; `missing` tells why the environment is not whole, `unserved`
    which needed services could not be had; `secrets` are values to mask; `versions` identifies
    what is installed, `programs` are the folders where it is."""

    worktree: Path
    prepared: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    online: tuple[tuple[str, str], ...] = ()
    settings: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()
    runners: tuple[tuple[str, ...], ...] = ()
    secrets: tuple[str, ...] = ()
    versions: str = ""
    programs: tuple[str, ...] = ()
    served: tuple[Served, ...] = ()
    stop: Callable[[], None] = _nothing


def prepare_ground(
    tree: Tree,
    worktree: Path,
    component: Component,
    catalog: Catalog,
    runner: Runner,
    caches: Path,
    folder: Path,
    *,
    env_file: str = "",
    application: Application | None = None,
) -> Ground:
    """`worktree` is the root on disk, `tree` its files; `folder` the run's scratch, outside of it.

    `env_file` is the text of the user's own settings. The services live until `stop()`.
    """
    ensure_folder(folder)
    required = frozenset(
        each.name for each in (application.settings if application else ()) if each.required
    )
    settings = read_settings(tree, component, catalog, env_file=env_file, required=required)
    environment = prepare_environment(tree, worktree, component, catalog, runner, caches, folder)
    overrides: list[tuple[str, str]] = []
    notes: list[str] = []
    unserved: list[str] = []
    stops: list[Callable[[], None]] = []
    served: list[Served] = []
    for need in find_needs(settings, component, catalog, application):
        started = start_service(need, runner, folder / need.technology)
        if isinstance(started, NotStarted):
            if need.certain:
                unserved.append(f"{started.reason}; {need.reason} needs it")
            continue
        notes.append(started.note)
        overrides += started.overrides
        served.append(Served(technology=need.technology, port=started.port, carriers=need.carriers))
        stops.append(started.stop)
    pairs = dict((*settings.pairs, *overrides, *environment.pairs))
    return Ground(
        worktree=worktree,
        prepared=(*environment.prepared, *_tell_settings(settings), *notes),
        environment=tuple(pairs.items()),
        online=environment.online or tuple(pairs.items()),
        settings=tuple(each.name for each in settings.values),
        services=tuple(notes),
        missing=(*environment.missing, *settings.faults),
        unserved=tuple(unserved),
        runners=_find_runners(catalog),
        secrets=tuple(each.value for each in settings.values if each.source == "--env-file"),
        versions=environment.versions,
        programs=environment.programs,
        served=tuple(served),
        stop=lambda: _stop_all(tuple(stops)),
    )


def _find_runners(catalog: Catalog) -> tuple[tuple[str, ...], ...]:
    return tuple(
        runner for document in catalog.documents(GroundFormat) for runner in document.value.runners
    )


def _tell_settings(settings: Settings) -> tuple[str, ...]:
    """Names and sources only."""
    sources = dict.fromkeys(each.source for each in settings.values)
    return tuple(
        f"settings from {source}: "
        + ", ".join(each.name for each in settings.values if each.source == source)
        for source in sources
    )


def _stop_all(stops: tuple[Callable[[], None], ...]) -> None:
    for stop in reversed(stops):
        stop()
