"""Reads a component's application: the door of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend_agent.catalog import Catalog
from backend_agent.facts.annotated import read_annotated
from backend_agent.facts.bodies import Bodies
from backend_agent.facts.entities import EntityReader
from backend_agent.facts.migrations import read_migrations
from backend_agent.facts.modules import Modules
from backend_agent.facts.routers import RouterBuilder
from backend_agent.facts.routes import RouteCollector
from backend_agent.facts.settings import read_settings
from backend_agent.facts.specifications import read_specifications
from backend_agent.facts.start import trace_routers, triggered_files
from backend_agent.facts.trace import Tracer
from backend_agent.facts.types import TypeReader
from backend_agent.values.application import Application, Route
from backend_agent.values.facts_format import FactsFormat
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.routing_format import RoutingForm
from backend_agent.values.stack import Component
from backend_agent.world.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A component whose routers are traced, before anything is asked of them."""

    formats: tuple[FactsFormat, ...]
    routing: tuple[RoutingForm, ...]
    modules: Modules
    builder: RouterBuilder
    tracer: Tracer
    types: TypeReader
    entities: EntityReader


def read_application(tree: Tree, component: Component, catalog: Catalog) -> Application:
    """Routes, models, schemas, migrations and settings of the component, as its code states them.

    Paths in the evidence are relative to the repository's root. What static reading cannot decide is
    in `unresolved`; nothing is dropped without a word.
    """
    opened = _open(tree, component, catalog)
    formats, modules, entities = opened.formats, opened.modules, opened.entities
    found = entities.read(_entity_files(modules, entities, formats))
    collector = _collect(opened)
    described = [
        route
        for form in opened.routing
        for specification in form.specifications
        for route in read_specifications(opened.tracer, specification)
    ]
    return Application(
        routes=(*collector.routes, *described, *_annotated(opened)),
        models=found.models,
        schemas=found.schemas,
        migrations=read_migrations(modules, formats),
        settings=read_settings(modules, entities, formats),
        unresolved=(*opened.builder.unresolved, *collector.unresolved, *modules.unread),
    )


def read_routes(tree: Tree, component: Component, catalog: Catalog) -> tuple[Route, ...]:
    """The routes that the component's code states, with their guards; their schemas may be unnamed,
    for no model is read."""
    opened = _open(tree, component, catalog)
    return (*_collect(opened).routes, *_annotated(opened))


def _annotated(opened: Opened) -> tuple[Route, ...]:
    return tuple(
        route
        for form in opened.routing
        for each in form.annotated
        for route in read_annotated(opened.modules, each)
    )


def _open(tree: Tree, component: Component, catalog: Catalog) -> Opened:
    formats = select_formats(component, catalog)
    modules = Modules(tree, component.path, catalog)
    routing = tuple(form.routing for form in formats if form.routing)
    builder = RouterBuilder(forms=routing, made=[], unresolved=[])
    tracer = Tracer(modules, builder)
    types = TypeReader(tracer)
    entities = EntityReader(tracer, types, formats)
    trace_routers(tracer, builder, formats)
    return Opened(
        formats=formats,
        routing=routing,
        modules=modules,
        builder=builder,
        tracer=tracer,
        types=types,
        entities=entities,
    )


def _collect(opened: Opened) -> RouteCollector:
    bodies = Bodies(
        opened.tracer,
        opened.types,
        opened.entities.is_entity,
        opened.builder.name_guards,
        opened.routing,
    )
    collector = RouteCollector(opened.builder, opened.tracer, bodies)
    collector.collect()
    return collector


def select_formats(component: Component, catalog: Catalog) -> tuple[FactsFormat, ...]:
    """The formats of the component's technologies, of what those imply, and of its language (and of
    the one whose data its language shares)."""
    family = (
        document.technology
        for document in catalog.documents(ManifestFormat)
        if component.language in document.value.languages
    )
    wanted = {component.language, *family, *component.technology_ids()}
    waiting = list(wanted)
    while waiting:
        technology = catalog.find_technology(waiting.pop())
        for implied in technology.implies if technology else ():
            if implied not in wanted:
                wanted.add(implied)
                waiting.append(implied)
    return tuple(
        document.value
        for document in catalog.documents(FactsFormat)
        if document.technology in wanted
    )


def _entity_files(
    modules: Modules, entities: EntityReader, formats: tuple[FactsFormat, ...]
) -> tuple[str, ...]:
    """The triggered files and those that name an entity found so far: they may inherit from it."""
    files = {path for path in triggered_files(modules, formats) if not modules.is_test(path)}
    fresh = set(files)
    while fresh:
        names = sorted({name for path in fresh for name in entities.class_names(path)})
        if not names:
            break
        mention = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
        fresh = {
            path
            for path in modules.sources
            if path not in files
            and not modules.is_test(path)
            and mention.search(modules.text(path))
            and any(entities.class_names(path))
        }
        files |= fresh
    return tuple(sorted(files))
