"""Where following a program for its routes begins: triggered files, factories, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from backend_agent.facts.code import Class, Function
from backend_agent.facts.lookup import find_constant
from backend_agent.facts.modules import Modules
from backend_agent.facts.objects import Instance, Module, Outside, Procedure, Router, Shape
from backend_agent.facts.places import fits
from backend_agent.facts.routers import RouterBuilder
from backend_agent.facts.trace import Tracer
from backend_agent.values.evidence import Evidence
from backend_agent.values.facts_format import FactsFormat
from backend_agent.values.routing_format import RouterForm, RoutingForm, TableForm


def triggered_files(modules: Modules, formats: tuple[FactsFormat, ...]) -> tuple[str, ...]:
    """The files whose text says that one of the formats has something to read there."""
    words = [form.trigger for form in formats if form.trigger]
    if not words:
        return ()
    trigger = re.compile("|".join(f"(?:{word})" for word in words))
    return tuple(path for path in modules.sources if trigger.search(modules.text(path)))


def trace_routers(tracer: Tracer, builder: RouterBuilder, formats: tuple[FactsFormat, ...]) -> None:
    """Follow everything that may make routers or say what is on them."""
    routing = tuple(form for form in formats if form.routing)
    if not routing:
        return
    modules = tracer.modules
    paths = [path for path in triggered_files(modules, routing) if not modules.is_test(path)]
    for path in paths:
        tracer.frame(path)
    _run_programs(tracer)
    trigger = "|".join(form.trigger for form in routing if form.trigger)
    left = [*_unfollowed(tracer, paths, trigger), *_promised(tracer, builder, paths)]
    # Whoever names such a function may call it with what it needs.
    names = re.compile("|".join(rf"\b{re.escape(each.function.name)}\b" for each in left) or "(?!)")
    for path in modules.sources:
        if path not in paths and not modules.is_test(path) and names.search(modules.text(path)):
            tracer.frame(path)
    # A factory that only the server calls is followed as if it were called.
    for each in left:
        if id(each.function) not in tracer.followed:
            tracer.follow(each, (), (), _owner(each))
    for form in builder.forms:
        for table in form.tables:
            _start_table(tracer, builder, form, table, paths)


def _run_programs(tracer: Tracer) -> None:
    """Follow the functions that programs begin with, where a language has such."""
    for path in tracer.modules.sources:
        found = tracer.modules.kind(path)
        entry = found[0].entry if found else ""
        if not entry or tracer.modules.is_test(path) or entry not in tracer.modules.text(path):
            continue
        for statement in tracer.modules.statements(path):
            if isinstance(statement, Function) and statement.name == entry and not statement.owner:
                tracer.follow(Procedure(function=statement, frame=tracer.frame(path)), ())


def _unfollowed(tracer: Tracer, paths: list[str], trigger: str) -> Iterator[Procedure]:
    """Functions that nobody called so far and whose text speaks of routers."""
    for path in paths:
        for statement in tracer.modules.statements(path):
            if (
                isinstance(statement, Function)
                and id(statement) not in tracer.followed
                and re.search(trigger, statement.source)
            ):
                yield Procedure(function=statement, frame=tracer.frame(path))


def _promised(tracer: Tracer, builder: RouterBuilder, paths: list[str]) -> Iterator[Procedure]:
    """Methods that a framework calls with a router, as the type of their parameter says."""
    typed = tuple(form.typed for routing in builder.forms for form in routing.routers if form.typed)
    for path in paths if typed else ():
        frame = tracer.frame(path)
        for statement in tracer.modules.statements(path):
            shape = frame.names.get(statement.name) if isinstance(statement, Class) else None
            if not isinstance(shape, Shape):
                continue
            body = tracer.read_shape(shape)
            for method in body.names.values():
                if isinstance(method, Procedure) and _takes_router(tracer, method, typed):
                    yield method


def _takes_router(tracer: Tracer, method: Procedure, typed: tuple[str, ...]) -> bool:
    for parameter in method.function.parameters:
        if parameter.annotation is not None:
            declared = tracer.resolve(tracer.evaluate(parameter.annotation, method.frame))
            if isinstance(declared, Outside) and any(fits(each, declared.name) for each in typed):
                return True
    return False


def _owner(method: Procedure) -> Instance | None:
    """An instance for a method of a class, which its frame's parent knows."""
    outer = method.frame.parent
    for shape in outer.names.values() if outer is not None else ():
        if isinstance(shape, Shape) and shape.body is method.frame:
            return Instance(shape=shape)
    return None


def _start_table(
    tracer: Tracer,
    builder: RouterBuilder,
    routing: RoutingForm,
    table: TableForm,
    paths: list[str],
) -> None:
    """Make a root of the table that the settings name, else of every table of the program."""
    named = find_constant(tracer, table.root) if table.root else None
    root = tracer.modules.resolve(named, "") if isinstance(named, str) else None
    if isinstance(named, str) and root is None:
        root = next(
            (path for path in paths if path.endswith(f"{named.replace('.', '/')}.py")), None
        )
    roots = [root] if root else [p for p in paths if table.name in tracer.frame(p).names]
    for path in roots:
        evidence = Evidence(path=path, text=table.name)
        form = RouterForm(construct="", application=True)
        router = Router(form=form, routing=routing, evidence=evidence)
        builder.made.append(router)
        builder.offering(tracer).offer(router, Module(path=path), tracer.frame(path), evidence)
