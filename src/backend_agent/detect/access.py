"""What stands before the handlers: the chain of middleware in order, and where access is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from statistics import fmean

from backend_agent.catalog import Catalog
from backend_agent.values.application import Route
from backend_agent.values.evidence import Evidence
from backend_agent.values.manifest import ManifestFormat
from backend_agent.values.stack import Component, Convention, Counted, Stack
from backend_agent.world.tree import Tree

CHAIN = "middleware chain"
ACCESS = "access is checked by"
NOTHING = "nothing"
# What stands before at least so many of the routes belongs to the chain.
SHARE = 0.5
FEWEST_ROUTES = 2
MOST_LINKS = 12
MOST_GUARDS = 6
# Reading routes follows every import of a program; larger ones are left to review and probe.
MOST_SOURCES = 300
# Components whose routes are read, the likeliest backends.
MOST_COMPONENTS = 3


def add_access(
    stack: Stack,
    read_routes: Callable[[Component], tuple[Route, ...]],
    count_sources: Callable[[Component], int],
) -> Stack:
    """The stack with these two conventions for its first components; one that is too large is named
    in `unknown`."""
    components = list(stack.components)
    unknown = list(stack.unknown)
    for index, component in enumerate(components[:MOST_COMPONENTS]):
        if not component.commands and not component.layers:
            continue
        sources = count_sources(component)
        if sources > MOST_SOURCES:
            unknown.append(
                f"who checks access in {component.path or '.'}: not read from {sources} sources, "
                f"only from at most {MOST_SOURCES}"
            )
            continue
        found = {each.name: each for each in describe_access(read_routes(component))}
        # A chain that one file writes down is whole; routes know only those links that may refuse.
        known = {each.name: each for each in component.conventions}
        told = {CHAIN: known.get(CHAIN) or found.get(CHAIN), ACCESS: found.get(ACCESS)}
        both = {**known, **{name: each for name, each in told.items() if each}}
        components[index] = replace(component, conventions=_leading(both))
    return replace(stack, components=tuple(components), unknown=tuple(dict.fromkeys(unknown)))


def _leading(by_name: dict[str, Convention]) -> tuple[Convention, ...]:
    first = [by_name[name] for name in (CHAIN, ACCESS) if name in by_name]
    return (*first, *(each for each in by_name.values() if each.name not in (CHAIN, ACCESS)))


def count_sources(tree: Tree, component: Component, catalog: Catalog) -> int:
    """How many files of its language lie in the component's folder, tests too."""
    suffixes = tuple(
        suffix
        for document in catalog.documents(ManifestFormat)
        if component.language in document.value.languages
        for suffix in document.value.suffixes
    )
    prefix = f"{component.path}/" if component.path else ""
    return sum(path.startswith(prefix) and path.endswith(suffixes) for path in tree.paths())


def describe_access(routes: tuple[Route, ...]) -> tuple[Convention, ...]:
    """Nothing where too few routes are known, or none has anything before it."""
    if len(routes) < FEWEST_ROUTES:
        return ()
    access = _describe_guards(routes)
    checks = {each.value for each in access.counts} if access else set()
    chain = _describe_chain(routes)
    if chain and checks.issuperset(each.value for each in chain.counts):
        # What only checks access is told once.
        chain = None
    return tuple(each for each in (chain, access) if each is not None)


def _describe_chain(routes: tuple[Route, ...]) -> Convention | None:
    counts = Counter(guard for route in routes for guard in dict.fromkeys(route.guards))
    common = [guard for guard, count in counts.items() if count >= SHARE * len(routes)]
    if not common:
        return None
    order = sorted(common, key=lambda guard: _position(guard, routes))[:MOST_LINKS]
    whole = sum(set(order).issubset(route.guards) for route in routes)
    return Convention(
        name=CHAIN,
        value=" → ".join(order),
        share=round(whole / len(routes), 2),
        counts=tuple(Counted(value=guard, count=counts[guard]) for guard in order),
        evidence=(_first(routes, order[0]),),
    )


def _position(guard: str, routes: tuple[Route, ...]) -> float:
    return fmean(route.guards.index(guard) for route in routes if guard in route.guards)


def _describe_guards(routes: tuple[Route, ...]) -> Convention | None:
    counts = Counter(guard for route in routes for guard in _checks(route))
    if not counts:
        return None
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_GUARDS]
    open_routes = sum(not _checks(route) for route in routes)
    told = [Counted(value=guard, count=count) for guard, count in ranked]
    if open_routes:
        told.append(Counted(value=NOTHING, count=open_routes))
    return Convention(
        name=ACCESS,
        value=ranked[0][0],
        share=round((len(routes) - open_routes) / len(routes), 2),
        counts=tuple(told),
        evidence=tuple(_first(routes, guard) for guard, _ in ranked[:3]),
    )


def _checks(route: Route) -> tuple[str, ...]:
    """The guards that ask who is there, unless the route is marked as open."""
    return () if route.exempt else tuple(dict.fromkeys(route.access_guards))


def _first(routes: tuple[Route, ...], guard: str) -> Evidence:
    """The first route that it stands before."""
    route = next(each for each in routes if guard in each.guards)
    return replace(route.evidence, text=f"{route.method} {route.path}")
