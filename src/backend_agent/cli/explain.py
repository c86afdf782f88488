"""Where a fact was read: every place that shows it, and what was decided from them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import click

from backend_agent.cli.answer import say, say_item
from backend_agent.cli.show_stack import name_technology, spell_command
from backend_agent.values.errors import InputError
from backend_agent.values.evidence import Evidence
from backend_agent.values.stack import Component, Stack


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """`names` are what it can be asked by; `why` says how it was decided, where that is not plain."""

    names: tuple[str, ...]
    text: str
    evidence: tuple[Evidence, ...] = ()
    why: tuple[str, ...] = ()


def explain_fact(stack: Stack, component: Component, asked: str) -> None:
    """Prints every fact of that name. Raises InputError with the nearest names for one that is not there."""
    facts = tuple(list_facts(stack, component))
    wanted = asked.strip().lower()
    found = [fact for fact in facts if wanted in (name.lower() for name in fact.names)]
    if not found:
        known = sorted({name for fact in facts for name in fact.names[:1]})
        near = difflib.get_close_matches(wanted, known, 5, 0.4) or known[:12]
        raise InputError(f"no fact {asked!r}", hint=f"there is: {', '.join(near)}")
    for fact in found:
        click.secho(fact.text, bold=True)
        for line in fact.why:
            say(f"  {line}")
        for place in dict.fromkeys(fact.evidence):
            text = f"  {place.text}" if place.text else ""
            say_item(f"{place}{text}")


def list_facts(stack: Stack, component: Component) -> Iterator[Fact]:
    """Everything that was decided about the component, in the order of the stack."""
    yield from _list_built(component)
    for command in component.commands:
        guess = ("nothing documents it: a guess",) if command.origin == "default" else ()
        yield Fact(
            names=(command.kind, " ".join(command.argv)),
            text=f"{command.kind}: {spell_command(command)}  ({command.origin})",
            evidence=(*((command.evidence,) if command.evidence else ()), *command.also),
            why=(*guess, *(f"runs: {line}" for line in command.runs)),
        )
    for need in component.needs:
        here = {True: ", is here", False: ", is not here", None: ""}[need.present]
        places = (need.evidence,) if need.evidence else ()
        yield Fact(names=(need.name,), text=f"needs {need.kind} {need.name}{here}", evidence=places)
    for architecture in (component.architecture, stack.architecture):
        yield Fact(
            names=("architecture", architecture.name),
            text=f"architecture: {architecture.name}",
            evidence=architecture.evidence,
            why=(architecture.reason,),
        )
        if component.architecture == stack.architecture:
            break
    yield from _list_structure(component)


def _list_built(component: Component) -> Iterator[Fact]:
    for runtime in component.runtimes:
        yield Fact(
            names=("runtime", runtime.name),
            text=f"{runtime.name} {runtime.version}",
            evidence=(runtime.evidence,) if runtime.evidence else (),
        )
    for found in component.technologies:
        yield Fact(
            names=(found.id, found.title, found.kind),
            text=f"{found.kind}: {name_technology(found)}",
            evidence=found.evidence,
        )


def _list_structure(component: Component) -> Iterator[Fact]:
    for layer in component.layers:
        yield Fact(
            names=(layer.role,),
            text=f"{layer.role}: {len(layer.paths)} files",
            evidence=tuple(Evidence(path=path) for path in layer.paths),
        )
    graph = component.imports
    for edge in graph.edges:
        against = "  against the order of the layers" if edge.violation else ""
        yield Fact(
            names=("imports", "violations") if edge.violation else ("imports",),
            text=f"{edge.importer} → {edge.imported}: {edge.count}{against}",
            evidence=edge.evidence,
            why=(
                f"read from {graph.files} files, at most {graph.cap} of each layer",
                f"followed among {graph.indexed} sources",
            ),
        )
    for habit in component.conventions:
        yield Fact(
            names=(habit.name, "conventions"),
            text=f"{habit.name}: {habit.value} ({habit.share:.0%})",
            evidence=habit.evidence,
            why=(", ".join(f"{each.value} {each.count}" for each in habit.counts),),
        )
    for similar in component.similar:
        yield Fact(
            names=(similar.resource, "similar"),
            text=similar.resource,
            evidence=tuple(Evidence(path=p) for layer in similar.layers for p in layer.paths),
            why=similar.reasons,
        )
